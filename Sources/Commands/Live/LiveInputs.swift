import Experimentation
import Randomness
import Results

/// The inputs of an experiment as the page shows them: with the ends of their sliders, the most influential first.
struct LiveInputs<E: Experiment> {
  private let experiment: ResolvedExperiment<E>
  private let language: Language

  init(_ experiment: ResolvedExperiment<E>, _ language: Language) {
    self.experiment = experiment
    self.language = language
  }

  private func text(_ english: String) -> String { language == .chinese ? E.chinese[english] ?? english : english }

  /// - Parameters:
  ///   - order: what each input moves; `nil` where that is not known.
  ///   - drivers: the shares of the variance; `nil` where they are not known.
  func json(_ order: InputOrder?, _ drivers: Drivers?) -> JSONValue {
    let names = experiment.inputs.map(\.declaration.name)
    let unused = order?.unused ?? []
    let leading = Array((order?.deciding ?? []).prefix(Self.leading))
    let ordered = order?.names ?? experiment.uncertainInputs.map { names[$0] }
    let given = names.filter { !ordered.contains($0) && !unused.contains($0) }
    let groups: [(String, [String])] = [
      (language("What decides it most", "影响最大的因素"), leading),
      (language("What else is uncertain", "其他不确定因素"), Array(ordered.dropFirst(leading.count))),
      (language("What is taken as given", "视为给定的数值"), given),
      (language("Not used with the choices of the base case", "按基准情形的选项未使用"), unused),
    ]
    return .array(
      groups.filter { !$0.1.isEmpty }.map { title, names in
        [
          "title": .string(title),
          "inputs": .array(
            names.compactMap { name in
              experiment.inputs.first { $0.declaration.name == name }.map { input($0, drivers) }
            }),
        ]
      })
  }

  /// So many inputs at most are shown as those that decide most.
  private static var leading: Int { 6 }

  private func input(_ input: ResolvedExperiment<E>.Input, _ drivers: Drivers?) -> JSONValue {
    let declaration = input.declaration
    let slider = SliderRange(input.declaration, median: input.distribution.quantile(0.5))
    let source = "\(declaration.source)"
    let share = drivers?.drivers.first { $0.input == declaration.name }.flatMap { $0.hasShare ? $0.share : nil }
    return [
      "name": .string(declaration.name), "meaning": .string(text(declaration.meaning)),
      "unit": .string(
        declaration.unit == .one ? "" : UnitText.text(declaration.unit.description, in: language, E.chinese)),
      "source": .string(
        ReportWords.source(source, language) { declaration.source.words($0, in: language, E.chinese) }
          + language(" · ", " · ")
          + ReportWords.confidence(ofSource: source, language)),
      "distribution": .string(input.distribution.description),
      "median": .number(input.distribution.quantile(0.5)),
      "low": .number(slider.ends.lowerBound), "high": .number(slider.ends.upperBound),
      "isLogarithmic": .boolean(slider.isLogarithmic),
      "share": share.map { .number($0) } ?? .null,
    ]
  }
}

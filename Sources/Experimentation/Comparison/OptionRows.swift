package import Randomness

/// The options of one choice or more: every combination is an option, and every one is tried on the same draws.
package struct OptionRows<E: Experiment>: RowSource {
  /// The options by name.
  package let names: [String]
  /// The option that the experiment takes unless told otherwise.
  package let standard: Int
  private let sweep: Sweep
  private let rows: SweepRows<E>

  /// What the only option is called where there is nothing to choose.
  package static var onlyOption: String { "go ahead" }

  /// - `choices`: the names of the choices; where none is named, the only one there is.
  /// - `allowingNone`: whether an experiment without a choice is one option, to be taken or left.
  /// - Throws: `InvalidValue` for a choice that is not there, with the nearest, for one that is set, and where there is not
  ///   exactly one and none is named.
  package init(
    _ choices: [String], of experiment: ResolvedExperiment<E>, plan: RunPlan, allowingNone: Bool = false
  ) throws(InvalidValue) {
    let known = experiment.choices.map(\.declaration.name)
    var chosen = choices
    if chosen.isEmpty && !(known.isEmpty && allowingNone) {
      guard let only = known.first else {
        throw InvalidValue(
          "\(E.self)", "it has no choice, so there are no options to compare",
          remedy: "declare a @Choice, or compare two runs of different --set: payoff compare RUN RUN")
      }
      guard known.count == 1 else {
        throw InvalidValue(
          "\(E.self)", "it has \(known.count) choices",
          remedy: "name one: --choice \(known.joined(separator: " or --choice "))")
      }
      chosen = [only]
    }
    for name in chosen where !known.contains(name) {
      throw InvalidValue(
        "--choice \(name)", "there is no choice of that name",
        remedy: NearestName.remedy(for: name, among: known))
    }
    let sweep = try Sweep(
      chosen.map { "\($0)=*" }, of: experiment, besides: plan.overrides, option: "--choice")
    guard sweep.count > 1 || chosen.isEmpty else {
      throw InvalidValue("--choice \(chosen[0])", "it has a single option", remedy: "compare two options or more")
    }
    self.sweep = sweep
    rows = try SweepRows(sweep, of: experiment, plan: plan)
    names = (0..<sweep.count).map { point in
      switch chosen.count {
      case 0: Self.onlyOption
      case 1: sweep.variations[0].labels[point]
      default: sweep.name(of: point)
      }
    }
    let selected = chosen.map { name in
      experiment.choices.first { $0.declaration.name == name }?.selected ?? 0
    }
    standard = (0..<sweep.count).first { sweep.positions(of: $0) == selected } ?? 0
  }

  /// The number of rows for so many replications: those of each replication follow each other, an option a row.
  package func count(_ replications: Int) -> Int { rows.count(replications) }

  package func row(_ number: Int) -> RunRow { rows.row(number) }

  package func place(of number: Int) -> String { rows.place(of: number) }
}

import CommandOptions
import Demand
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff sensitivity --from DESIGN RESULTS`: which inputs decide the output of somebody else's model.
enum ForeignSensitivityProgram {
  static func run(_ options: ForeignSensitivityOptions) throws {
    guard options.from.count == 2 else {
      throw InvalidValue(
        "--from \(options.from.joined(separator: " "))", "it takes two files, those of the design and of its results",
        remedy: "for example --from design.csv results.csv")
    }
    let method = try options.method.method(among: SensitivityMethods.designBased, or: DeltaMeasure()) { $0.name }
      .configured(seed: options.seed, secondOrder: options.method.secondOrder)
    let design = try ForeignDesign(design: options.from[0], results: options.from[1])
    let measure = options.method.measure ?? design.measures[0]
    guard design.measures.contains(measure) else {
      throw InvalidValue(
        "--measure \(measure)", "\(options.from[1]) has no column of that name",
        remedy: NearestName.remedy(for: measure, among: design.measures))
    }
    if options.correlatedInputs, method.dependentInputs == .rejected {
      throw SensitivityError.correlatedInputs(method: method.name)
    }
    let indexed = try design.outputs(of: measure, allowingMissing: method.acceptsAnyRows)
    if indexed.wereShuffled {
      Terminal.standardError.write(
        "Note: the results stood in another order than the design; they were put in its order\n")
    }
    Terminal.standardError.write(
      Paragraph.wrap("\(method.name): it assumes \(method.assumption).").joined(separator: "\n") + "\n")
    let analysis = try method.analyze(
      DesignResults(
        measure: measure, inputs: design.inputs, rows: design.rows, outputs: indexed.outputs,
        inputsAreCorrelated: options.correlatedInputs))
    let path = FilePath(options.output.out ?? "runs/\(method.name)-\(FilePath(options.from[1]).stem ?? "results")")
    let written = try ForeignSensitivityDirectory.write(
      analysis.rows, to: path, replaces: options.output.force, measure: measure, seed: options.seed,
      sources: options.from)
    options.output.show(
      written,
      SensitivityReport(
        title: "\(measure) of \(options.from[1]), over the \(design.rows.count) rows of \(options.from[0])", unit: .one,
        analysis, by: method, chance: nil,
        footer: "\(method.name): \(design.rows.count) rows, seed \(options.seed) of the bootstrap\n"
          + "Files in \(path): sensitivity.csv, datapackage.json"
      ).text)
  }
}

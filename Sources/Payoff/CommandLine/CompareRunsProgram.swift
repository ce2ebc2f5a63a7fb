import CommandOptions
import Demand
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff compare RUN RUN`: two runs that met the same futures.
enum CompareRunsProgram {
  static func run(_ options: CompareRunsOptions) throws {
    guard options.runs.count == 2 else {
      throw InvalidValue("payoff compare", "it takes two runs, not \(options.runs.count)")
    }
    let runs = try options.runs.map { try RecordedRun(FilePath($0)) }
    let (first, second) = (runs[0], runs[1])
    try requireSameDraws(first, second)
    let names = first.measures.map(\.name).filter { name in second.measures.contains { $0.name == name } }
    guard !names.isEmpty else {
      throw InvalidValue(
        "payoff compare", "the two runs have no measure in common", remedy: "compare runs of one experiment")
    }
    let schema = RunSchema(measures: first.measures.filter { names.contains($0.name) })
    let reading = try MeasureReading(options.measured.measure, of: schema)
    let (shown, index) = reading.added(to: schema)
    let labels = labels(first, second)
    var comparison = Comparison(shown, options: labels)
    for (one, other) in zip(try first.values(of: names), try second.values(of: names)) {
      comparison.add([one, other].map { reading.bar == nil ? $0 : $0 + [reading.value(of: $0[reading.index])] })
    }
    let path = FilePath(options.output.out ?? "runs/\(first.experiment)-compare-\(first.seed)-\(first.replications)")
    let directory = try ComparisonDirectory(path, replaces: options.output.force)
    let written = try directory.finish(
      comparison, measure: shown.measures[index].name, lessIsBetter: options.measured.lessIsBetter, of: runs)
    options.output.show(
      written,
      ComparisonReport(
        title: first.experiment + ": " + first.question, comparison, measure: index, standard: 0,
        lessIsBetter: options.measured.lessIsBetter,
        footer: "\(first.replications) replications of seed \(first.seed) in both runs\n"
          + "Files in \(path): options.csv, differences.csv, datapackage.json"
      ).text)
  }

  /// Refuses runs whose replications did not meet the same futures.
  private static func requireSameDraws(_ first: RecordedRun, _ second: RecordedRun) throws(InvalidValue) {
    let subject = "\(first.path) and \(second.path)"
    guard first.experiment == second.experiment else {
      throw InvalidValue(
        subject, "they are of two experiments, \(first.experiment) and \(second.experiment)",
        remedy: "compare runs of one experiment")
    }
    for (what, one, other) in [
      ("seed", "\(first.seed)", "\(second.seed)"),
      ("number of replications", "\(first.replications)", "\(second.replications)"),
      ("sampling", first.sampling, second.sampling),
    ] where one != other {
      throw InvalidValue(
        subject, "their \(what) differs, \(one) and \(other), so their replications are not pairs",
        remedy: "run one of them again with the same")
    }
  }

  /// What tells the two apart: what was set in one and not in the other.
  private static func labels(_ first: RecordedRun, _ second: RecordedRun) -> [String] {
    [(first, second), (second, first)].map { run, other in
      let own = run.overrides.filter { other.overrides[$0.key] != $0.value }
      let text = own.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      let name = run.path.lastComponent?.string ?? run.path.string
      return text.isEmpty ? name : "\(name) (\(text))"
    }
  }
}

import CommandOptions
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff sweep`: an experiment at every point of a grid, on the same draws.
enum SweepProgram<E: Experiment> {
  static func run(_ options: SweepOptions) throws {
    var plan = try options.run.plan
    let experiment = try ResolvedExperiment<E>(overrides: plan.overrides)
    var variations: [Variation] = []
    for argument in options.variations { variations.append(try Variation(argument, of: experiment)) }
    for variation in variations where plan.overrides.contains(where: { $0.name == variation.name }) {
      throw InvalidValue("--vary \(variation.name)", "it is set with --set too", remedy: "leave one of the two out")
    }
    let sweep = try Sweep(variations, allowingLargeGrid: options.run.shared.force)
    if let base = options.pairedWith, !(1...sweep.count).contains(base) {
      throw InvalidValue("--paired-with \(base)", "the points are numbered from 1 to \(sweep.count)")
    }
    let path = FilePath(
      options.run.shared.out ?? ExperimentProgram<E>.defaultPath("\(E.self)-sweep", plan, varying: options.variations))
    try OutputDirectory.checkVacancy(of: path, replaces: options.run.shared.force)
    SignalHandling.begin(
      seed: plan.seed, unfinished: OutputDirectory.partial(of: path), files: SweepDirectory.fileNames)

    let description = RunDescription(experiment, plan: plan, source: try ExperimentSource.text())
    plan.replications *= sweep.count
    let replicator = Replicator(experiment, plan: plan, rows: SweepRows(sweep, of: experiment, seed: plan.seed))
    let schema = try replicator.schema()
    let shown = try schema.measure(named: options.measure)
    let directory = try SweepDirectory(path, replaces: options.run.shared.force, description, sweep)
    var summary = SweepSummary(schema, points: sweep.count, base: options.pairedWith.map { $0 - 1 })
    var progress = ProgressLine(total: plan.replications, unit: "runs")
    do {
      defer { progress.finish() }
      try replicator.run(schema) { records in
        for record in records { summary.add(record) }
        progress.advance(by: records.count)
      }
    }
    try directory.finish(summary)
    print(
      SweepReport(
        description, sweep, summary, measure: shown, base: options.pairedWith.map { $0 - 1 }, directory: path
      ).text)
  }
}

import CommandOptions
import Experimentation
import Randomness
import Results
import Serving

/// `payoff sweep`: an experiment at every point of a grid, on the same draws.
enum SweepProgram<E: Experiment> {
  static func run(_ options: SweepOptions) throws {
    let plan = try options.replicated.plan
    let output = options.replicated.shared.output
    let experiment = try ResolvedExperiment<E>(plan)
    let sweep = try Sweep(
      options.variations, of: experiment, besides: plan.overrides, allowingLargeGrid: output.force)
    if let base = options.pairedWith, !(1...sweep.count).contains(base) {
      throw InvalidValue("--paired-with \(base)", "the points are numbered from 1 to \(sweep.count)")
    }
    let rows = try SweepRows(sweep, of: experiment, plan: plan)
    let task = try PreparedExperiment<E>(
      plan, output, verb: "sweep", options: options.shellOptions, command: "sweep", distinctions: options.variations,
      tried: (rows, sweep.count),
      files: SweepDirectory.fileNames)
    let shown = try MeasureReading(options.measure, of: task.schema)
    let directory = try SweepDirectory(task.path, replaces: task.replaces, task.description, sweep)
    let base = options.pairedWith.map { $0 - 1 }
    var summary = SweepSummary(task.schema, points: sweep.count, base: base, reading: shown)
    let curves = CapacityCurve.computed
    try task.compute(rows, 0..<rows.count(plan.replications)) { records in
      for record in records { summary.add(record) }
    }
    let written = try directory.finish(summary)
    output.show(
      written,
      SweepReport(
        task.description, sweep, summary, base: base, curves: CapacityCurve.computed - curves, directory: task.path
      ).text)
  }
}

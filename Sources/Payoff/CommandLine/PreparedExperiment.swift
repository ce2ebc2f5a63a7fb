import CommandOptions
import Experimentation
import Randomness
import Results
import SystemPackage

/// What every command on an experiment begins with: the experiment as it is set, what it measures, and where the results go.
struct PreparedExperiment<E: Experiment> {
  let plan: RunPlan
  let experiment: ResolvedExperiment<E>
  let schema: RunSchema
  let description: RunDescription
  /// Where the results go: a place that is free, or that may be replaced.
  let path: FilePath
  let replaces: Bool

  /// - Parameters:
  ///   - verb: the command that was asked for.
  ///   - options: what was asked for beside the seed and what is set, as a shell reads it.
  ///   - command: the part of the default path that tells one command's results from another's.
  ///   - distinctions: what else the results depend on, for the default path.
  ///   - tried: what is tried beside what the experiment is set to, with how many of its first rows hold them all.
  ///   - files: every file that the directory may hold, which a trap in the experiment's code removes.
  init(
    _ plan: RunPlan, _ output: OutputOptions, verb: String, options: [String], command: String? = nil,
    distinctions: [String] = [], tried: (rows: any RowSource, count: Int)? = nil, files: [String]
  ) throws {
    self.plan = plan
    experiment = try ResolvedExperiment<E>(plan)
    replaces = output.force
    path = FilePath(output.out ?? Self.defaultPath(plan, command, distinctions))
    try OutputDirectory.checkVacancy(of: path, replaces: replaces)
    SignalHandling.begin(seed: plan.seed, unfinished: OutputDirectory.partial(of: path), files: files)
    if let repair = experiment.dependence?.repair { Terminal.standardError.write("Note: \(repair)\n") }
    if let tried {
      schema = try Replicator(experiment, plan: plan, rows: tried.rows, count: tried.count)
        .schema(ofOptions: 0..<tried.count)
    } else {
      schema = try Replicator(experiment, plan: plan).schema()
    }
    var description = RunDescription(experiment, plan: plan, source: try ExperimentSource.text(), verb: verb)
    description.options = options + ["--seed \(plan.seed)"] + plan.options(keeping: description.overrides)
    self.description = description
  }

  /// `runs/NAME-COMMAND-SEED-REPLICATIONS`, with a short hash of what was set or varied.
  private static func defaultPath(_ plan: RunPlan, _ command: String?, _ distinctions: [String]) -> String {
    var path = "runs/\(E.self)" + (command.map { "-\($0)" } ?? "") + "-\(plan.seed)-\(plan.replications)"
    let settings = (plan.options + distinctions).sorted()
    if !settings.isEmpty {
      path += "-" + String(Streams.key(of: settings.joined(separator: "\n")), radix: 36).prefix(6)
    }
    return path
  }

  /// Computes replications and hands their records over in order, with progress on standard error.
  func compute(replications: Range<Int>, _ receive: ([ReplicationRecord]) throws -> Void) throws {
    try compute(try DrawnRows(experiment, plan: plan), replications, unit: "replications", receive)
  }

  /// Computes rows and hands their records over in order, with progress on standard error.
  func compute(
    _ rows: some RowSource, _ range: Range<Int>, unit: String = "runs",
    _ receive: ([ReplicationRecord]) throws -> Void
  ) throws {
    var progress = ProgressLine(total: range.count, unit: unit)
    defer { progress.finish() }
    try Replicator(experiment, plan: plan, rows: rows, count: range.upperBound).run(schema, rows: range) { records in
      try receive(records)
      progress.advance(by: records.count)
    }
  }
}

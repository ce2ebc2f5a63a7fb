import CompiledExperiments
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
  /// What is kept of the rows until the results are written.
  private let pieces: PieceStore

  /// - Parameters:
  ///   - command: the one that was asked for.
  ///   - options: what was asked for beside the seed and what is set, as a shell reads it.
  ///   - kind: the part of the default path that tells one command's results from another's.
  ///   - distinctions: what else the results depend on, for the default path.
  ///   - tried: what is tried beside what the experiment is set to: its rows, how many of them are one replication, and those
  ///     that have every option.
  init(
    _ plan: RunPlan, _ output: OutputOptions, of command: CommandFacts, options: [String], kind: String? = nil,
    distinctions: [String] = [], tried: (rows: any RowSource, count: Int, options: [Int])? = nil
  ) throws {
    self.plan = plan
    SignalHandling.note(seed: plan.seed)
    experiment = try ResolvedExperiment<E>.declared(plan)
    replaces = output.force
    let standard = Self.defaultPath(plan, kind, distinctions)
    path = Study.current.scratch == nil ? try output.place(or: standard) : FilePath(output.out ?? standard)
    if let repair = experiment.dependence?.repair { Terminal.standardError.write("Note: \(repair)\n") }
    for doubt in experiment.doubts { Terminal.standardError.write("Note: \(doubt.text(in: .english))\n") }
    if let tried {
      schema = try Replicator(experiment, plan: plan, rows: tried.rows, count: tried.count)
        .schema(ofOptions: tried.options)
    } else {
      schema = try Replicator(experiment, plan: plan).schema()
    }
    var description = RunDescription(experiment, plan: plan, source: Self.source, command: command.name)
    description.options = options + ["--seed \(plan.seed)"] + plan.options(keeping: description.overrides)
    self.description = description
    pieces = PieceStore(beside: path, resumes: plan.resumes, description)
  }

  /// The text that the program was compiled from; `nil` for a program that was started by hand.
  private static var source: String? {
    guard let path = ProgramVariable.source.value else { return nil }
    return (try? FileSystem.contents(of: FilePath(path))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// `runs/NAME-KIND-SEED-REPLICATIONS`, with a short hash of what was set or varied.
  private static func defaultPath(_ plan: RunPlan, _ kind: String?, _ distinctions: [String]) -> String {
    var path = "runs/\(E.self)" + (kind.map { "-\($0)" } ?? "") + "-\(plan.seed)-\(plan.replications)"
    let settings = (plan.options + distinctions).sorted()
    if !settings.isEmpty {
      path += "-" + String(Streams.key(of: settings.joined(separator: "\n")), radix: 36).prefix(6)
    }
    return path
  }

  /// Begins the directory of the results.
  func directory() throws(OutputError) -> OutputDirectory {
    let directory = try OutputDirectory(Study.current.scratch ?? path, replaces: replaces)
    if let repair = experiment.dependence?.repair { directory.warn("\(repair)") }
    for doubt in experiment.doubts { directory.warn(doubt.text(in: .english)) }
    return directory
  }

  /// The head of what is printed.
  var title: String { "\(description.experiment): \(description.question)" }

  /// Computes replications and hands their records over in order, with progress on standard error.
  ///
  /// - `reading`: the measure that matters, where no other does.
  func compute(
    replications: Range<Int>, reading: MeasureReading? = nil, stage: Stage? = nil,
    _ receive: ([ReplicationRecord]) throws -> Void
  ) throws {
    try compute(
      try MonteCarloRows(experiment, plan: plan), replications, unit: "replications", reading: reading, stage: stage,
      receive)
  }

  /// Computes rows and hands their records over in order, with progress on standard error.
  ///
  /// - Parameters:
  ///   - stage: what they are where they are known before any is computed, so that they can be computed in shards.
  ///   - keepsMonths: whether months and years of the records matter.
  func compute(
    _ rows: some RowSource, _ range: Range<Int>, unit: String = "runs", reading: MeasureReading? = nil,
    stage: Stage? = nil, keepsMonths: Bool = true, _ receive: ([ReplicationRecord]) throws -> Void
  ) throws {
    var progress = ProgressLine(total: range.count, unit: unit)
    defer { progress.finish() }
    try compute(
      rows, range, reading: reading, stage: stage, keepsMonths: keepsMonths, progress: &progress, receive)
  }

  /// Computes rows and hands their records over in order, as a part of a work with a progress of its own.
  func compute(
    _ rows: some RowSource, _ range: Range<Int>, reading: MeasureReading? = nil, stage: Stage? = nil,
    keepsMonths: Bool = true, progress: inout ProgressLine, _ receive: ([ReplicationRecord]) throws -> Void
  ) throws {
    let replicator = Replicator(
      experiment, plan: plan, rows: rows, count: range.upperBound, solvesBreakEvens: reading?.measure.isSought ?? true)
    func evaluate(_ range: Range<Int>, _ receive: ([ReplicationRecord]) throws -> Void) throws {
      try replicator.run(schema, rows: range) { records in
        try receive(records)
        progress.advance(by: records.count)
      }
    }
    func admits(_ record: ReplicationRecord) -> Bool { schema.admits(record, inputs: experiment.inputs.count) }
    switch (Study.current, stage) {
    case (.planned(let count), let stage?): try count.add(stage, range, results: path, plan)
    case (.sharded(let work), let stage?): try work.compute(stage, range, keepsMonths: keepsMonths, evaluate)
    case (.merged(let directory), let stage?):
      let planned = try directory.stage(stage, range)
      for shard in 0..<directory.plan.shards {
        try directory.piece(shard, planned).read(where: admits) { records in
          try receive(records)
          progress.advance(by: records.count)
        }
      }
    case (.planned, nil), (.sharded, nil): preconditionFailure("these rows come after the last stage")
    case (.merged, nil): try evaluate(range, receive)
    case (.alone, _):
      try pieces.compute(
        range, keepsMonths: keepsMonths, where: admits,
        { records, isKept in
          try receive(records)
          if isKept { progress.advance(by: records.count) }
        }, evaluate)
    }
  }
}

extension ResolvedExperiment {
  /// The experiment as it is declared, with what is set.
  static func declared(_ plan: RunPlan = RunPlan()) throws -> ResolvedExperiment {
    try CodeUnderWay.during(.declarations) { try ResolvedExperiment(plan) }
  }
}

import Experimentation
import SystemPackage

/// Where the rows of a command come from.
enum Study: Sendable {
  /// They are computed here.
  case alone
  /// None is computed: the stages are only counted.
  case planned(StageCount)
  /// Those of some shards are computed, and nothing else.
  case sharded(ShardWork)
  /// They were computed in shards, and are read.
  case merged(PlanDirectory)

  @TaskLocal static var current = Study.alone

  /// Ends a command when all its stages are known, or computed.
  struct Ended: Error {}

  /// The place of results that are never written, where there are none.
  var scratch: FilePath? {
    switch self {
    case .alone, .merged: nil
    case .planned(let count): count.scratch
    case .sharded(let work): work.scratch
    }
  }

  /// Whether a command gets the records of its rows.
  var hasRecords: Bool { scratch == nil }

  /// Does the work of a command as far as it goes.
  func run(_ command: some Command, on experiment: (some Experiment).Type) throws {
    try Self.$current.withValue(self) {
      do {
        try command.run(experiment)
        preconditionFailure("\(type(of: command).name) has no stage that is the last")
      } catch is Ended {}
    }
  }
}

/// The stages of a command that is planned.
final class StageCount: @unchecked Sendable {
  let scratch: FilePath
  private(set) var stages: [StudyPlan.Stage] = []
  /// Where the results go unless told otherwise, and what they are drawn from.
  private(set) var results = ""
  private(set) var seed: UInt64 = 0
  private(set) var replications = 0

  /// - `scratch`: a place that is free.
  init(scratch: FilePath) { self.scratch = scratch }

  func add(_ stage: Stage, _ range: Range<Int>, results: FilePath, _ plan: RunPlan) throws {
    precondition(range.lowerBound == 0, "a stage begins with its first row")
    stages.append(StudyPlan.Stage(name: stage.name, rows: range.count))
    (self.results, seed, replications) = (results.string, plan.seed, plan.replications)
    if stage.isLast { throw Study.Ended() }
  }
}

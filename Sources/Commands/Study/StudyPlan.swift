import Results

/// What is to be computed in shards, as `plan.json` in the directory of a plan says it.
struct StudyPlan: Codable, Sendable {
  /// A stage of the command and how many rows it has.
  struct Stage: Codable, Sendable, Hashable {
    let name: String
    let rows: Int
  }

  /// A file of the directory.
  struct File: Codable, Sendable, Hashable {
    let path: String
    let bytes: Int
    let sha256: String
  }

  /// A data file that the experiment reads.
  struct Input: Codable, Sendable, Hashable {
    /// The path by which it reads it.
    let name: String
    /// The copy in the directory.
    let path: String
  }

  /// The version of this format.
  let format: Int
  let payoffVersion: String
  /// The version of the random streams.
  let streams: String
  /// What is computed, as a command line without `payoff`.
  let commandLine: [String]
  /// The experiment as that command line names it.
  let experiment: String
  /// Its compiled program, in the directory.
  let program: String
  /// Its text, where it is known.
  let source: String?
  let seed: UInt64
  let replications: Int
  /// How many shards there are, numbered from 0.
  let shards: Int
  let stages: [Stage]
  /// Where the results go unless told otherwise.
  let results: String
  /// The path by which the figures of the case are read.
  let facts: String?
  let inputs: [Input]
  /// The bits of the mathematical functions where the plan was made.
  let arithmetic: String
  /// What was told to glibc there.
  let tunables: String?
  let files: [File]

  static let currentFormat = 1

  /// What the bits of its rows depend on.
  var basis: RowBasis { RowBasis(payoffVersion: payoffVersion, streams: streams, arithmetic: arithmetic) }

  /// The numbers of shards that a plan can have.
  static let shardCounts = 1...100_000

  /// Whether its numbers can be those of a plan, and its files lie within its directory: it may have been edited.
  var isSound: Bool {
    let rows = stages.map(\.rows)
    guard Self.shardCounts.contains(shards), let most = rows.max(), shards <= most else { return false }
    guard rows.allSatisfy({ (0...Self.mostRows).contains($0) }), Set(stages.map(\.name)).count == stages.count else {
      return false
    }
    let paths = [program] + (source.map { [$0] } ?? []) + inputs.map(\.path) + files.map(\.path)
    return (paths + stages.map(\.name)).allSatisfy { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") }
  }

  /// Of a stage.
  private static let mostRows = 1 << 52

  /// The rows of a stage that a shard computes. All shards have as many, but for one.
  func rows(of shard: Int, in stage: Stage) -> Range<Int> { bound(shard, stage)..<bound(shard + 1, stage) }

  private func bound(_ shard: Int, _ stage: Stage) -> Int {
    let (each, more) = stage.rows.quotientAndRemainder(dividingBy: shards)
    return shard * each + min(shard, more)
  }
}

/// What a shard has computed: `shards/K.json`, written when all its rows are in place.
struct ShardManifest: Codable, Sendable, Hashable {
  /// The rows of a stage, in a file.
  struct Part: Codable, Sendable, Hashable {
    let stage: String
    let first: Int
    let count: Int
    let file: StudyPlan.File
  }

  /// The hash of the plan.
  let plan: String
  let shard: Int
  let parts: [Part]
}

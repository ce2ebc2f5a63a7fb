/// A part of a command whose rows are known before any of them is computed: what can be computed in shards.
struct Stage: Sendable, Hashable {
  /// As files are named for it.
  let name: String
  /// Whether no other comes after it.
  var isLast = true

  /// The rows of a command that has no other.
  static let rows = Stage(name: "rows")
  /// What separates chance from the inputs before the rows of a design.
  static let pilot = Stage(name: "pilot", isLast: false)
}

/// A command that can be computed in shards: its rows depend on a seed and a number, and not on each other.
protocol ShardedCommand: Command {
  /// Rejects options with which rows depend on the results of others.
  func checkShards() throws
}

extension ShardedCommand {
  func checkShards() throws {}
}

/// How an experiment is to be run.
public struct RunPlan: Sendable {
  /// How many replications, at least one.
  public var replications: Int
  public var seed: UInt64
  /// How many replications are computed at a time; the results do not depend on it.
  public var threads: Int
  public var overrides: [Override]

  public init(replications: Int = 1000, seed: UInt64 = 1, threads: Int = 1, overrides: [Override] = []) {
    self.replications = replications
    self.seed = seed
    self.threads = threads
    self.overrides = overrides
  }
}

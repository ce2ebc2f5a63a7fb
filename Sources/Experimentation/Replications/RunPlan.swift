/// How an experiment is to be run.
package struct RunPlan: Sendable {
  /// How many replications, at least one.
  package var replications: Int
  package var seed: UInt64
  /// How many replications are computed at a time; the results do not depend on it.
  package var threads: Int
  package var overrides: [Override]

  package init(replications: Int = 1000, seed: UInt64 = 1, threads: Int = 1, overrides: [Override] = []) {
    self.replications = replications
    self.seed = seed
    self.threads = threads
    self.overrides = overrides
  }
}

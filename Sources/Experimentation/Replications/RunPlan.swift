/// How an experiment is to be run.
package struct RunPlan: Sendable {
  /// How many replications, at least one.
  package var replications: Int
  package var seed: UInt64
  /// How many replications are computed at a time; the results do not depend on it.
  package var threads: Int
  package var overrides: [Override]
  /// How the inputs depend on each other, where that is not as the experiment says.
  package var dependence: DependenceOverride
  /// How the futures are drawn.
  package var sampling: FutureSampling
  /// Whether nothing is uncertain: every input is what its source states, or its median.
  package var isCertain: Bool

  package init(
    replications: Int = 1000, seed: UInt64 = 1, threads: Int = 1, overrides: [Override] = [],
    dependence: DependenceOverride = .none, sampling: FutureSampling = .independent,
    isCertain: Bool = false
  ) {
    self.replications = replications
    self.seed = seed
    self.threads = threads
    self.overrides = overrides
    self.dependence = dependence
    self.sampling = sampling
    self.isCertain = isCertain
  }
}

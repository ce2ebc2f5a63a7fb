/// What a capacity curve was found for: replicas of a deployment, the requests that come, and the levels to be held.
struct CapacityBasis: Sendable, Hashable {
  let deployment: Deployment
  let mix: RequestMix
  /// All of which are held.
  let levels: [ServiceLevel]

  /// The same where every step takes that many times as long.
  func slower(by factor: Double) -> CapacityBasis {
    CapacityBasis(
      deployment: deployment.cost(deployment.cost.times(factor), source: deployment.evidence), mix: mix, levels: levels)
  }
}

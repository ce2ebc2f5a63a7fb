import Glibc
package import Serving

/// Replicas beyond those needed, so that enough are there although some have failed.
package struct SpareReplicas: Sendable {
  /// The share of time in which a replica is there.
  package let availabilityOfOne: Double
  /// Replicas in all.
  package let replicas: Int
  /// The probability that enough of them are there.
  package let availability: Double

  /// - `needed`: replicas that have to be there.
  /// - `repairHours`: until a failed one is there again, on average.
  /// - `availability`: the probability that enough are there, at least.
  package init(needed: Int, of deployment: Deployment, repairHours: Double, availability: Double) {
    let hours = (deployment.gpu?.hoursBetweenFailures ?? Self.metaHours) / Double(deployment.gpus)
    let one = hours / (hours + repairHours)
    availabilityOfOne = one
    var replicas = needed
    while Self.probability(atLeast: needed, of: replicas, each: one) < availability { replicas += 1 }
    self.replicas = replicas
    self.availability = Self.probability(atLeast: needed, of: replicas, each: one)
  }

  /// GPU-hours between failures of Meta's H100s (Llama 3, 2024).
  private static let metaHours = 50_677.0

  /// The upper tail of the binomial distribution, from the least likely term on.
  static func probability(atLeast needed: Int, of replicas: Int, each share: Double) -> Double {
    var failed = 0.0
    for missing in (0...(replicas - needed)).reversed() {
      let (n, k) = (Double(replicas), Double(missing))
      failed += exp(
        lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + (n - k) * log(share) + (k > 0 ? k * log1p(-share) : 0))
    }
    return min(failed, 1)
  }
}

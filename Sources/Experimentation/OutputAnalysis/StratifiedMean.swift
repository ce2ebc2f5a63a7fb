import EventSimulation
package import Randomness

/// A mean from replications drawn stratum by stratum, each with a known probability.
///
/// What differs between strata adds nothing to the variance. The gain is against as many replications drawn anywhere.
/// Cochran 1977, "Sampling Techniques", chapter 5, with Satterthwaite's degrees of freedom.
package struct StratifiedMean: Sendable, Hashable {
  /// The mean with its interval.
  package let mean: Estimate
  /// The variance of the mean of as many plain replications over that of the stratified mean.
  package let gain: Double
  /// The share of replications for each stratum that makes the variance least: Neyman 1934.
  package let bestAllocation: [Double]

  /// - Parameter strata: the probability of each, which sum to 1, and its values.
  /// - Throws: ``InvalidValue`` for probabilities that don't sum to 1, and for a stratum of fewer than two values.
  package init(
    _ strata: [(probability: Double, sample: Sample)], confidence: Double = 0.95
  ) throws(InvalidValue) {
    let total = strata.reduce(0) { $0 + $1.probability }
    guard abs(total - 1) < 1e-9, strata.allSatisfy({ $0.probability > 0 }) else {
      throw InvalidValue(
        "strata", "their probabilities are above 0 and sum to 1, but these sum to \(total.shortest)",
        remedy: "divide each by the sum")
    }
    if let small = strata.first(where: { $0.sample.count < 2 }) {
      throw InvalidValue(
        small.sample.name, "a stratum of one replication has no spread", remedy: "run two or more in each stratum")
    }
    let value = strata.reduce(0) { $0 + $1.probability * $1.sample.mean }
    let deviations = strata.map { $0.sample.tally.standardDeviation ?? 0 }
    var (variance, freedom, plain) = (0.0, 0.0, 0.0)
    for (stratum, deviation) in zip(strata, deviations) {
      let n = Double(stratum.sample.count)
      let part = stratum.probability * stratum.probability * deviation * deviation / n
      variance += part
      freedom += part * part / (n - 1)
      let distance = stratum.sample.mean - value
      plain += stratum.probability * (deviation * deviation + distance * distance)
    }
    plain /= Double(strata.reduce(0) { $0 + $1.sample.count })
    mean = MeanTest(value, standardError: variance.squareRoot(), variance * variance / freedom, confidence).estimate
    gain = plain == variance ? 1 : plain / variance
    let needs = zip(strata, deviations).map { $0.probability * $1 }
    let need = needs.reduce(0, +)
    bestAllocation = zip(strata, needs).map { need > 0 ? $1 / need : $0.probability }
  }
}

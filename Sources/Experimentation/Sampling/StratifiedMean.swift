import EventSimulation
package import Randomness

/// A mean from replications drawn stratum by stratum, each with a known probability.
///
/// What differs between strata adds nothing to the variance. The gain is against as many replications drawn anywhere.
/// Cochran 1977, "Sampling Techniques", chapter 5, with Satterthwaite's degrees of freedom.
package struct StratifiedMean: Sendable, Hashable {
  /// The probability of each stratum; they sum to 1.
  private let probabilities: [Double]
  private var strata: [Tally]

  /// - Throws: ``InvalidValue`` for probabilities that are not above 0 or don't sum to 1.
  package init(probabilities: [Double]) throws(InvalidValue) {
    let total = probabilities.reduce(0, +)
    guard abs(total - 1) < 1e-9, probabilities.allSatisfy({ $0 > 0 }) else {
      throw InvalidValue(
        "strata", "their probabilities are above 0 and sum to 1, but these sum to \(total.shortest)",
        remedy: "divide each by the sum")
    }
    self.probabilities = probabilities
    strata = probabilities.map { _ in Tally() }
  }

  /// Strata that are equally likely.
  package init(equallyLikely count: Int) {
    precondition(count > 0, "there is at least one stratum")
    probabilities = Array(repeating: 1 / Double(count), count: count)
    strata = probabilities.map { _ in Tally() }
  }

  /// Adds a replication of a stratum.
  package mutating func add(_ value: Double, to stratum: Int) { strata[stratum].add(value) }

  /// The mean with its interval and gain; `nil` for a stratum of fewer than two replications.
  package func estimate(confidence: Double = 0.95) -> ReducedEstimate? {
    let parts = zip(probabilities, strata)
    var value = 0.0
    for (probability, tally) in parts {
      guard let mean = tally.mean else { return nil }
      value += probability * mean
    }
    var (variance, freedom, plain) = (0.0, 0.0, 0.0)
    for (probability, tally) in parts {
      guard let within = tally.variance, let mean = tally.mean else { return nil }
      let part = probability * probability * within / Double(tally.count)
      variance += part
      freedom += part * part / Double(tally.count - 1)
      plain += probability * (within + (mean - value) * (mean - value))
    }
    plain /= Double(strata.reduce(0) { $0 + $1.count })
    let mean = MeanTest(value, standardError: variance.squareRoot(), variance * variance / freedom, confidence).estimate
    return ReducedEstimate(mean: mean, gain: plain == variance ? 1 : plain / variance)
  }

  /// The share of replications for each stratum that makes the variance least. Neyman 1934.
  package var bestAllocation: [Double] {
    let needs = zip(probabilities, strata).map { $0 * ($1.standardDeviation ?? 0) }
    let need = needs.reduce(0, +)
    return zip(probabilities, needs).map { need > 0 ? $1 / need : $0 }
  }
}

import EventSimulation
package import Randomness

/// A mean from pairs of replications of which one draws high where the other draws low.
///
/// The gain is how many times as many independent replications the same interval would have taken; below 1 the pairs did
/// harm, as where the measure does not rise or fall with its draws. Hammersley and Morton 1956; Law 2015, section 11.3.
package struct AntitheticPairs: Sendable, Hashable {
  /// The mean with the interval of the means of pairs.
  package let mean: Estimate
  /// The variance of as many independent replications over that of the pairs.
  package let gain: Double

  /// - Throws: ``InvalidValue`` for samples of different lengths or of a single value.
  package init(_ first: Sample, _ second: Sample, confidence: Double = 0.95) throws(InvalidValue) {
    guard first.count == second.count, first.count > 1 else {
      throw InvalidValue(
        first.name, "antithetic pairs need two pairs at least, but there are \(first.count) and \(second.count) values",
        remedy: "run as many antithetic replications as plain ones")
    }
    let pairs = try Sample(first.name, zip(first.values, second.values).map { ($0 + $1) / 2 })
    mean = pairs.meanEstimate(confidence: confidence)
    let independent = ((first.tally.variance ?? 0) + (second.tally.variance ?? 0)) / 4
    let paired = pairs.tally.variance ?? 0
    gain = independent == paired ? 1 : independent / paired
  }
}

import EventSimulation
package import Randomness

/// The difference of two means from replications that share their draws, against what independent ones would have given.
///
/// ```swift
/// let gain = try PairedDifference(selfHosted, rented)
/// gain.difference.low  // the least that hosting it ourselves brings, with 95 % confidence
/// gain.runsSaved       // 94: so many times fewer runs than without common random numbers
/// ```
/// What both have in common cancels in each pair. Law 2015, sections 10.2 and 11.2.
package struct PairedDifference: Sendable, Hashable {
  /// Mean of the first less mean of the second, with the interval of the pairs.
  package let difference: Estimate
  /// The difference in standard errors.
  package let t: Double
  /// The probability of a difference as large if there were none.
  package let p: Double
  /// Pearson's correlation of the pairs; `nil` where one of the two does not vary.
  package let correlation: Double?
  /// The same difference as if the replications had been independent.
  package let independent: WelchDifference
  /// How many times as many independent replications would be needed for the same interval: the variance of independent
  /// replications over that of pairs. Below 1 the pairing did harm; infinite where every pair differs by the same.
  package let runsSaved: Double

  /// - Throws: ``InvalidValue`` for samples of different lengths or of a single value.
  package init(_ first: Sample, _ second: Sample, confidence: Double = 0.95) throws(InvalidValue) {
    guard first.count == second.count else {
      throw InvalidValue(
        "\(first.name) − \(second.name)",
        "pairs need as many replications of each, but there are \(first.count) and "
          + "\(second.count)", remedy: "run both with the same number of replications and the same seed")
    }
    independent = try WelchDifference(first, second, confidence: confidence)
    let differences = try Sample("\(first.name) − \(second.name)", zip(first.values, second.values).map { $0 - $1 })
    let (a, b, d) = (first.tally, second.tally, differences.tally)
    let varianceA = a.variance ?? 0
    let varianceB = b.variance ?? 0
    let variance = d.variance ?? 0
    let test = MeanTest(
      differences.mean, standardError: (variance / Double(d.count)).squareRoot(), Double(d.count - 1), confidence)
    difference = test.estimate
    t = test.t
    p = test.p
    let scale = (varianceA * varianceB).squareRoot()
    correlation = scale > 0 ? min(max((varianceA + varianceB - variance) / (2 * scale), -1), 1) : nil
    runsSaved = varianceA + varianceB == variance ? 1 : (varianceA + varianceB) / variance
  }
}

import CGSL
import EventSimulation
package import Randomness

/// The difference of two means from independent replications, which may differ in variance and in number.
///
/// Welch 1947, with Satterthwaite's degrees of freedom.
package struct WelchDifference: Sendable, Hashable {
  /// Mean of the first less mean of the second, with its interval.
  package let difference: Estimate
  /// The degrees of freedom; not a number where neither sample varies.
  package let degreesOfFreedom: Double
  /// The difference in standard errors.
  package let t: Double
  /// The probability of a difference as large if there were none.
  package let p: Double

  /// - Throws: ``InvalidValue`` for a sample of a single value.
  package init(_ first: Sample, _ second: Sample, confidence: Double = 0.95) throws(InvalidValue) {
    let (a, b) = (first.tally, second.tally)
    guard let varianceA = a.variance, let varianceB = b.variance else {
      throw InvalidValue(
        "\(first.name) − \(second.name)", "the difference of means needs two replications of each",
        remedy: "run more replications")
    }
    let (shareA, shareB) = (varianceA / Double(a.count), varianceB / Double(b.count))
    let variance = shareA + shareB
    let difference = first.mean - second.mean
    degreesOfFreedom =
      variance * variance / (shareA * shareA / Double(a.count - 1) + shareB * shareB / Double(b.count - 1))
    let test = MeanTest(difference, standardError: variance.squareRoot(), degreesOfFreedom, confidence)
    self.difference = test.estimate
    t = test.t
    p = test.p
  }
}

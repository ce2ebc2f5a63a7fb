import CGSL
package import EventSimulation
package import Randomness

/// The difference of two means from independent replications, which may differ in variance and in number.
///
/// Welch 1947, with Satterthwaite's degrees of freedom.
package struct WelchDifference: Sendable, Hashable {
  /// Mean of the first less mean of the second, with its interval.
  package private(set) var difference: Estimate
  /// The degrees of freedom; not a number where neither sample varies.
  package let degreesOfFreedom: Double
  /// The difference in standard errors.
  package private(set) var t: Double
  /// The probability of a difference as large if there were none.
  package let p: Double

  /// - Throws: ``InvalidValue`` for a sample of a single value.
  package init(_ first: Sample, _ second: Sample, confidence: Double = 0.95) throws(InvalidValue) {
    guard let difference = WelchDifference(first.tally, second.tally, confidence: confidence) else {
      throw Self.tooFew(first.name, second.name)
    }
    self = difference
  }

  /// `nil` for fewer than two values of one of the two.
  package init?(_ a: Tally, _ b: Tally, confidence: Double = 0.95) {
    guard let meanA = a.mean, let meanB = b.mean, let varianceA = a.variance, let varianceB = b.variance else {
      return nil
    }
    let (shareA, shareB) = (varianceA / Double(a.count), varianceB / Double(b.count))
    let variance = shareA + shareB
    degreesOfFreedom =
      variance * variance / (shareA * shareA / Double(a.count - 1) + shareB * shareB / Double(b.count - 1))
    let test = MeanTest(meanA - meanB, standardError: variance.squareRoot(), degreesOfFreedom, confidence)
    difference = test.estimate
    t = test.t
    p = test.p
  }

  static func tooFew(_ first: String, _ second: String) -> InvalidValue {
    InvalidValue(
      "\(first) − \(second)", "the difference of means needs two replications of each", remedy: "run more replications")
  }
  /// The second less the first.
  var reversed: WelchDifference {
    var reversed = self
    reversed.difference = difference.negated
    reversed.t = -t
    return reversed
  }
}

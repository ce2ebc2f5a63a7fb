import EventSimulation
import Randomness

/// The interval in which the mean lies that independent replications were drawn around, at 99.9 %: Student's t.
struct Interval: CustomStringConvertible {
  let mean: Double
  let halfWidth: Double

  /// - `replications`: a number from each; at least 10, so that their mean is close to normal.
  init(_ replications: [Double]) {
    precondition(replications.count >= 10)
    let tally = Tally(replications)
    mean = tally.mean ?? .nan
    let error = (tally.standardDeviation ?? .nan) / Double(replications.count).squareRoot()
    halfWidth = Distribution.studentT(freedom: Double(replications.count - 1)).quantile(0.9995) * error
  }

  func holds(_ value: Double) -> Bool { abs(value - mean) <= halfWidth }

  /// Half width over mean: how sharp the claim is that the interval tests.
  var sharpness: Double { halfWidth / abs(mean) }

  var description: String { "\(mean) ± \(halfWidth)" }
}

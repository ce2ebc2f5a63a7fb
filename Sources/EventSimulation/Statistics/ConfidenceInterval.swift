internal import CGSL
import Randomness

/// A confidence interval of a mean, from independent, approximately normal values.
///
/// ```swift
/// let interval = ConfidenceInterval(of: Tally(meanWaits), confidence: 0.95)
/// ```
/// The values are means of replications or of batches, not single observations of one run, which depend on each other.
/// Student's t; Law 2015, section 4.5.
public struct ConfidenceInterval: Sendable, Hashable {
  /// The middle of the interval: the mean of the values, in their unit.
  public let mean: Double
  /// How far it reaches to either side.
  public let halfWidth: Double
  /// The confidence, between 0 and 1.
  public let confidence: Double

  /// The interval about the mean of a tally; `nil` for fewer than two values.
  ///
  /// A confidence that is not between 0 and 1 is reported through `ValidationErrors`.
  public init?(of tally: Tally, confidence: Double = 0.95, file: StaticString = #fileID, line: UInt = #line) {
    guard confidence > 0, confidence < 1 else {
      ValidationErrors.report(
        "ConfidenceInterval(of:, confidence: \(confidence.shortest))",
        "a confidence lies between 0 and 1, without the ends",
        remedy: confidence > 1 && confidence < 100 ? "write \((confidence / 100).shortest)" : "write 0.95", file, line)
      return nil
    }
    guard let mean = tally.mean, let variance = tally.variance else { return nil }
    let quantile = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, Double(tally.count - 1))
    self.mean = mean
    self.confidence = confidence
    halfWidth = quantile * (variance / Double(tally.count)).squareRoot()
  }

  /// The low end.
  public var low: Double { mean - halfWidth }

  /// The high end.
  public var high: Double { mean + halfWidth }

  /// Whether the value lies within.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The half width as a share of the mean: the precision that was reached.
  public var relativeHalfWidth: Double { halfWidth / abs(mean) }
}

extension ConfidenceInterval: CustomStringConvertible {
  public var description: String { "\(mean) ± \(halfWidth)" }
}

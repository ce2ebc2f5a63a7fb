import CGSL
import Glibc

/// The interval of a quantile between two order statistics, whatever the distribution of the values.
///
/// The number of values below the quantile is binomial, so the ranks follow from its quantiles. The confidence is at
/// least the one asked for, and more where values are few or tied. An end without a rank is infinite: twenty values can't
/// bound the 99th percentile from above. David and Nagaraja 2003, "Order Statistics", section 7.1.
package struct OrderStatisticInterval: Sendable, Hashable {
  /// The rank of the low end, from 1; `nil` where there are too few values.
  package let lowRank: Int?
  /// The rank of the high end, from 1; `nil` where there are too few values.
  package let highRank: Int?
  /// The confidence that the ranks give, for values without ties.
  package let achievedConfidence: Double

  /// The ranks for a number of values.
  /// - Parameter probability: the quantile's, between 0 and 1 and neither.
  package init(_ probability: Double, count: Int, confidence: Double = 0.95) {
    precondition(probability > 0 && probability < 1, "the interval of a quantile needs a probability between 0 and 1")
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    precondition(count > 0, "a quantile of no values does not exist")
    let low = Self.binomialQuantile((1 - confidence) / 2, count, probability)
    let high = Self.binomialQuantile((1 + confidence) / 2, count, probability) + 1
    lowRank = low > 0 ? low : nil
    highRank = high <= count ? high : nil
    let above = gsl_cdf_binomial_P(UInt32(min(high - 1, count)), probability, UInt32(count))
    achievedConfidence = above - (low > 0 ? gsl_cdf_binomial_P(UInt32(low - 1), probability, UInt32(count)) : 0)
  }

  /// The quantile of a sample, of type 7, with its interval.
  package static func estimate(_ probability: Double, of sample: Sample, confidence: Double = 0.95) -> Estimate {
    let ranks = OrderStatisticInterval(probability, count: sample.count, confidence: confidence)
    return Estimate(
      sample.quantile(probability), ranks.lowRank.map { sample.sorted[$0 - 1] } ?? -.infinity,
      ranks.highRank.map { sample.sorted[$0 - 1] } ?? .infinity, confidence: confidence)
  }

  /// The fewest values whose interval has two ends.
  package static func countNeeded(for probability: Double, confidence: Double = 0.95) -> Int {
    precondition(probability > 0 && probability < 1, "the interval of a quantile needs a probability between 0 and 1")
    // All values on one side of the quantile must be less likely than what the interval may miss there.
    return Int((log((1 - confidence) / 2) / log(max(probability, 1 - probability))).rounded(.up))
  }

  /// The least number of successes whose cumulative probability reaches `level`.
  private static func binomialQuantile(_ level: Double, _ trials: Int, _ probability: Double) -> Int {
    var low = 0
    var high = trials
    while low < high {
      let middle = (low + high) / 2
      if gsl_cdf_binomial_P(UInt32(middle), probability, UInt32(trials)) >= level {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}

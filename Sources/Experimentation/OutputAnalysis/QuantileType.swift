import CGSL
import Glibc

/// The nine definitions of a sample's quantile, by their usual numbers.
///
/// 7 is the one of R, NumPy and spreadsheets, and of every table here. Types 1 to 3 are values of the sample, the
/// others lie on lines between them. Hyndman and Fan 1996, "Sample Quantiles in Statistical Packages".
package enum QuantileType: Int, Sendable, CaseIterable {
  case invertedCDF = 1
  case averagedInvertedCDF
  case closestObservation
  case interpolatedInvertedCDF
  case hazen
  case weibull
  case linear
  case medianUnbiased
  case normalUnbiased

  /// The quantile of that probability.
  /// - Parameter sorted: at least one value, the least first.
  package func quantile(_ probability: Double, ofSorted sorted: [Double]) -> Double {
    precondition(probability >= 0 && probability <= 1, "a quantile's probability lies between 0 and 1")
    precondition(!sorted.isEmpty, "a quantile of no values does not exist")
    let count = Double(sorted.count)
    let position = count * probability + shift(probability)
    // A product like 0.07 × 100 may miss a whole number by rounding alone.
    let tolerance = 4 * Double.ulpOfOne * max(1, abs(position))
    let rank = floor(position + tolerance)
    let fraction = position - rank > tolerance ? position - rank : 0
    let low = Self.value(ofRank: rank, in: sorted)
    let high = Self.value(ofRank: rank + 1, in: sorted)
    let weight = weight(of: fraction, rank)
    return weight == 0 || low == high ? low : low + weight * (high - low)
  }

  /// By how much the rank, counted from 1, differs from n × p.
  private func shift(_ probability: Double) -> Double {
    switch self {
    case .invertedCDF, .averagedInvertedCDF, .interpolatedInvertedCDF: 0
    case .closestObservation: -0.5
    case .hazen: 0.5
    case .weibull: probability
    case .linear: 1 - probability
    case .medianUnbiased: (probability + 1) / 3
    case .normalUnbiased: probability / 4 + 3.0 / 8
    }
  }

  /// The weight of the higher of two neighbours.
  private func weight(of fraction: Double, _ rank: Double) -> Double {
    switch self {
    case .invertedCDF: fraction > 0 ? 1 : 0
    case .averagedInvertedCDF: fraction > 0 ? 1 : 0.5
    case .closestObservation: fraction == 0 && rank.truncatingRemainder(dividingBy: 2) == 0 ? 0 : 1
    default: fraction
    }
  }

  /// The value of a rank counted from 1; beyond the ends, that of the end.
  private static func value(ofRank rank: Double, in sorted: [Double]) -> Double {
    sorted[Int(min(max(rank, 1), Double(sorted.count))) - 1]
  }
}

/// The interval of a quantile between two order statistics, whatever the distribution of the values.
///
/// The number of values below the quantile is binomial, so the ranks follow from its quantiles. The confidence is at
/// least the one asked for, and more where values are few or tied. An end without a rank is infinite: twenty values
/// can't bound the 99th percentile from above. David and Nagaraja 2003, "Order Statistics", section 7.1.
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

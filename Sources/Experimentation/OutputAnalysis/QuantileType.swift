import Glibc

/// The nine definitions of a sample's quantile, by their usual numbers.
///
/// 7 is the one of R, NumPy and spreadsheets, and of every table here. Types 1 to 3 are values of the sample, the others
/// lie on lines between them. Hyndman and Fan 1996, "Sample Quantiles in Statistical Packages".
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

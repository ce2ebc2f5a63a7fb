import Glibc

/// How well a forecast fits the number that came.
///
/// Gneiting and Raftery 2007, "Strictly proper scoring rules, prediction, and estimation", JASA 102. All scores are in the
/// unit of the number: of prices, the logarithm.
package struct ForecastScore: Sendable {
  /// The levels whose pinball losses are averaged.
  package static let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
  /// The levels whose pinball losses make the CRPS.
  static let fineLevels = (1...199).map { (Double($0) - 0.5) / 199 }

  /// What came.
  package let observed: Double
  /// The quantiles at ``levels``.
  package let quantiles: [Double]
  /// The forecast probability of less than what came, and of at most that.
  package let below: Double
  package let through: Double
  /// The continuous ranked probability score: of a point forecast the absolute error.
  package let crps: Double

  /// Whether it lies in the band between two of ``levels``, ends included.
  private func isBetween(_ low: Int, _ high: Int) -> Bool {
    quantiles[low] - 1e-9 <= observed && observed <= quantiles[high] + 1e-9
  }

  /// Whether it lies between the 10 and the 90 % quantile, ends included.
  package var isCovered: Bool { isBetween(1, 5) }
  /// Whether it lies between the 25 and the 75 % quantile, ends included.
  package var isInMiddleHalf: Bool { isBetween(2, 4) }
  /// The distance between the 10 and the 90 % quantile.
  package var width: Double { quantiles[5] - quantiles[1] }

  /// The pinball losses at ``levels``.
  package var pinballs: [Double] {
    zip(quantiles, Self.levels).map { Self.pinball(quantile: $0, observed: observed, level: $1) }
  }

  /// The probability that a value drawn evenly between the two probabilities of what came is at most a level.
  ///
  /// Where a number has a probability of its own, its case counts in part at each of the levels that it spans.
  package func reached(_ level: Double) -> Double {
    through - below > 1e-12 ? min(max((level - below) / (through - below), 0), 1) : (through <= level ? 1 : 0)
  }

  /// The loss of a quantile: the level times how far the number lies above it, or the rest times how far below.
  package static func pinball(quantile: Double, observed: Double, level: Double) -> Double {
    observed >= quantile ? level * (observed - quantile) : (1 - level) * (quantile - observed)
  }

  /// The CRPS by quantiles at evenly spread levels: twice their mean pinball loss.
  static func crps(quantiles: [Double], levels: [Double], observed: Double) -> Double {
    let losses = zip(quantiles, levels).reduce(0) { $0 + pinball(quantile: $1.0, observed: observed, level: $1.1) }
    return 2 * losses / Double(levels.count)
  }

  /// The CRPS of a sample: the mean distance to the number less half the mean distance within the sample.
  ///
  /// - Parameter isFair: Whether the second mean is over different members, which makes samples of different size
  ///   comparable.
  package static func crps(sample: [Double], observed: Double, isFair: Bool = false) -> Double {
    let (sorted, count) = (sample.sorted(), Double(sample.count))
    let distance = sorted.reduce(0) { $0 + abs($1 - observed) } / count
    let spread = sorted.enumerated().reduce(0) { $0 + (2 * Double($1.offset + 1) - count - 1) * $1.element }
    return distance - spread / (isFair ? count * (count - 1) : count * count)
  }
}

/// A forecast whose quantiles are calculated once, to be scored on several numbers.
package struct PreparedForecast: Sendable {
  let distribution: ForecastDistribution
  /// At ``ForecastScore/levels`` and at the fine levels.
  let quantiles: [Double]
  let fine: [Double]

  package init(_ distribution: ForecastDistribution) {
    self.distribution = distribution
    quantiles = distribution.quantiles(ForecastScore.levels)
    fine = distribution.quantiles(ForecastScore.fineLevels)
  }

  /// Whether it doubts anything.
  var isPoint: Bool { if case .point = distribution { true } else { false } }

  package func score(_ observed: Double) -> ForecastScore {
    let (below, through) = distribution.probabilities(of: observed)
    return ForecastScore(
      observed: observed, quantiles: quantiles, below: below, through: through,
      crps: ForecastScore.crps(quantiles: fine, levels: ForecastScore.fineLevels, observed: observed))
  }
}

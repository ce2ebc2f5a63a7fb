import Glibc
import Randomness

/// A drift that is not known exactly: it is drawn once a replication.
struct Drifting: PriceLaw {
  /// The change of the logarithm, a year.
  let mean: Double
  /// Its deviation.
  let error: Double
  /// What is left of the drift, as a share, and the years after which.
  let slowing: Slowing?

  struct Slowing: Hashable {
    let share: Double
    let years: Double
  }

  var hasChance: Bool { error > 0 }
  var onlyOnce: (what: String, problem: String)? { ("drifting", "a price has one drift: add the two") }

  /// The years of the full drift that so many years are worth.
  private func effective(_ years: Double) -> Double {
    guard let slowing, years > slowing.years else { return years }
    return slowing.years + slowing.share * (years - slowing.years)
  }

  func median(after years: Double) -> Double { exp(mean * effective(years)) }

  func factors(months: Int, from draws: PriceDraws) -> [Double] {
    let drift = mean + error * draws.normals(1, "drift")[0]
    return (0..<months).map { exp(drift * effective(Double($0) / 12)) }
  }
}

extension PriceMovement {
  /// It rises or falls at a rate that is not known exactly.
  ///
  /// - `mean`: the expected change of the logarithm a year: −0.7 for a median that halves each year.
  /// - `error`: the standard deviation of that change, which is drawn once a replication; at least 0.
  /// - `share`: what is left of the drift later, from 0 to 1.
  /// - `years`: after which that holds; without it the drift goes on.
  public static func drifting(
    _ mean: Double, error: Double, slowingTo share: Double = 1, after years: Double? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    let isPossible =
      mean.isFinite && error >= 0 && error.isFinite && share >= 0 && share <= 1 && (years ?? 0) >= 0
      && (years ?? 0).isFinite
    return PriceMovement(
      Drifting(mean: mean, error: error, slowing: years.map { Drifting.Slowing(share: share, years: $0) }),
      unless: isPossible
        ? nil
        : InvalidValue(
          "drifting(\(mean), error: \(error), slowingTo: \(share)\(years.map { ", after: \($0)" } ?? ""))",
          "a drift is finite, its error and years are at least 0, and the share that is left is from 0 to 1",
          location: "\(file):\(line)"))
  }
}

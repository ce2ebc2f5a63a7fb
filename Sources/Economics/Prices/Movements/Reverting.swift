import Glibc
import Randomness

/// A deviation that comes back: an Ornstein-Uhlenbeck process of the logarithm.
struct Reverting: PriceLaw {
  /// The deviation of the logarithm after a year if it did not come back.
  let volatility: Double
  /// In years, after which half of a deviation is left.
  let halfLife: Double
  /// Today's price over the path that it comes back to.
  let start: Double

  var hasChance: Bool { volatility > 0 }
  var innovations: PriceInnovations { .deviation }
  var onlyOnce: (what: String, problem: String)? { ("reverting", "a price has one deviation that reverts") }

  func median(after years: Double) -> Double { pow(start, exp2(-years / halfLife) - 1) }

  func factors(months: Int, from draws: PriceDraws) -> [Double] {
    // The exact law of a month's step, not Euler's.
    let back = exp2(-1 / (12 * halfLife))
    let speed = log(2) / halfLife
    let step = volatility * (-expm1(-2 * speed / 12) / (2 * speed)).squareRoot()
    let normals = draws.normals(max(months - 1, 0), "innovations")
    var deviation = log(start)
    return (0..<months).map { month in
      if month > 0 { deviation = back * deviation + step * normals[month - 1] }
      return exp(deviation) / start
    }
  }
}

extension PriceMovement {
  /// It deviates from its path and comes back: an Ornstein-Uhlenbeck process of the logarithm.
  ///
  /// - `volatility`: the deviation of the logarithm after a year if it did not come back.
  /// - `halfLife`: in years, after which half of a deviation is left.
  /// - `start`: today's price over the path that it comes back to: 1.4 for one that scarcity has driven 40 % above it.
  public static func reverting(
    _ volatility: Double, halfLife: Double, startingAt start: Double = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) -> PriceMovement {
    let isPossible =
      volatility >= 0 && volatility.isFinite && halfLife > 0 && halfLife.isFinite && start > 0 && start.isFinite
    return PriceMovement(
      Reverting(volatility: volatility, halfLife: halfLife, start: start),
      unless: isPossible
        ? nil
        : InvalidValue(
          "reverting(\(volatility), halfLife: \(halfLife), startingAt: \(start))",
          "a volatility is at least 0, a half-life and a start are above 0", location: "\(file):\(line)"))
  }
}

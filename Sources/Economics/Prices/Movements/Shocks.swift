import Glibc
public import Randomness

/// Jumps at random times, which stay or fade.
struct Shocks: PriceLaw {
  let perYear: Double
  let factor: Distribution
  /// In years; `nil` for shocks that stay.
  let halfLife: Double?

  var hasChance: Bool { perYear > 0 }

  func median(after years: Double) -> Double { 1 }

  func factors(months: Int, from draws: PriceDraws) -> [Double] {
    factors(
      months: months, times: draws.stream("shocks \(draws.place)/times"),
      sizes: draws.stream("shocks \(draws.place)/sizes"))
  }

  /// The product of the shocks up to the beginning of each month, each with what is left of it.
  private func factors(months: Int, times: RandomStream, sizes: RandomStream) -> [Double] {
    let fade = halfLife.map { log(2) / $0 } ?? 0
    var next = times.exponential(mean: 1 / perYear)
    var (level, levelAt) = (0.0, 0.0)
    return (0..<months).map { month in
      let now = Double(month) / 12
      while next <= now {
        level = level * exp(-fade * (next - levelAt)) + log(factor.draw(from: sizes))
        levelAt = next
        next += times.exponential(mean: 1 / perYear)
      }
      return exp(level * exp(-fade * (now - levelAt)))
    }
  }
}

extension PriceMovement {
  /// It jumps at random times: shortages, price wars, export rules.
  ///
  /// Shocks come at random, so many a year on average, and no drift makes up for them: where their factors lie above 1
  /// more than below, the price rises by them.
  ///
  /// - `perYear`: how many on average.
  /// - `factor`: what each multiplies the price with; above 0 throughout.
  /// - `halfLife`: in years, after which half of a shock is left, in logarithms; without it a shock stays.
  public static func shocks(
    perYear: Double, factor: Distribution, halfLife: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    var problem: InvalidValue?
    let location = "\(file):\(line)"
    if !(perYear >= 0 && perYear.isFinite) {
      problem = InvalidValue("shocks(perYear: \(perYear))", "a number a year is at least 0", location: location)
    } else if factor.quantile(1e-9) <= 0 {
      problem = InvalidValue("factor: \(factor)", "what a price is multiplied with is above 0", location: location)
    } else if let halfLife, !(halfLife > 0 && halfLife.isFinite) {
      problem = InvalidValue("halfLife: \(halfLife)", "a half-life is above 0 years", location: location)
    }
    return PriceMovement(Shocks(perYear: perYear, factor: factor, halfLife: halfLife), unless: problem)
  }
}

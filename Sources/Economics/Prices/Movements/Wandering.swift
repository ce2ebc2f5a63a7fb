import Glibc
import Randomness

/// A geometric random walk without a drift of its own: the logarithm takes normal steps that never come back.
///
/// With a drift that was estimated over m years of history, the variance of the logarithm after t years is σ² (t + t² /
/// m). Farmer and Lafond 2016, "How predictable is technological progress?", Research Policy 45.
struct Wandering: PriceLaw {
  /// The deviation of the logarithm after a year.
  let volatility: Double
  /// The years over which the drift was estimated; `nil` where it is known.
  let history: Double?

  var hasChance: Bool { volatility > 0 }
  var innovations: PriceInnovations { .walk }
  var onlyOnce: (what: String, problem: String)? {
    ("wandering", "a price wanders once: add the variances of the two")
  }

  func median(after years: Double) -> Double { 1 }

  func factors(months: Int, from draws: PriceDraws) -> [Double] {
    // The error of the drift, drawn once: it has the correlations of the innovations that it was estimated from.
    let error = history.map { volatility / $0.squareRoot() * draws.normals(1, "drift")[0] } ?? 0
    let step = volatility / 12.0.squareRoot()
    var walk = 0.0
    let normals = draws.normals(max(months - 1, 0), "innovations")
    return (0..<months).map { month in
      if month > 0 { walk += step * normals[month - 1] }
      return exp(walk + error * Double(month) / 12)
    }
  }
}

extension PriceMovement {
  /// Its logarithm takes normal steps that never come back: a geometric random walk, without a drift of its own.
  ///
  /// - `volatility`: the deviation σ of the logarithm after a year.
  /// - `history`: the years m over which the drift was estimated; without it the drift counts as known.
  public static func wandering(
    _ volatility: Double, estimatedOver history: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    var problem: InvalidValue?
    let location = "\(file):\(line)"
    if !(volatility >= 0 && volatility.isFinite) {
      problem = InvalidValue(
        "wandering(\(volatility))", "a volatility is a deviation of the logarithm, at least 0",
        remedy: "about 25 % a year is 0.25", location: location)
    } else if let history, !(history > 0 && history.isFinite) {
      problem = InvalidValue("estimatedOver: \(history)", "a stretch of history is above 0 years", location: location)
    }
    return PriceMovement(Wandering(volatility: volatility, history: history), unless: problem)
  }
}

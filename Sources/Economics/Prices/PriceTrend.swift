import Glibc
public import Randomness

/// The drift and the volatility of an observed price, as of a geometric random walk.
///
/// ```swift
/// let trend = PriceTrend(of: .h100OnDemand)
/// trend.fall  // the median fall a year
/// PriceIndex("hardware", continuing: trend)
/// ```
/// The drift is the whole change over the whole time; its error has the deviation σ / √m after m years of history, and
/// is part of what ``PriceIndex/init(_:continuing:file:line:)`` draws. Farmer and Lafond 2016, Research Policy 45.
public struct PriceTrend: Sendable, Hashable {
  /// The change of the logarithm, a year; below 0 where the price falls.
  public let drift: Double
  /// The deviation of the logarithm after a year.
  public let volatility: Double
  /// The years of history m.
  public let years: Double

  /// The fall a year of the median.
  public var fall: Rate<PerYear> { Rate(-expm1(drift)) }

  /// A fall by the drift, and a walk with the error of the drift.
  var movements: [PriceMovement] { [.falling(fall), .wandering(volatility, estimatedOver: years)] }

  /// Of a history of at least two prices; with just two, nothing tells the volatility and it is 0.
  public init(of history: PriceHistory) {
    // A shorter history was rejected where it was written.
    guard history.points.count >= 2, let first = history.points.first?.month else {
      self.init(checked: [0, 1], [1, 1])
      return
    }
    self.init(
      checked: history.points.map { $0.month.years(from: first) }, history.points.map(\.price.value))
  }

  /// Of prices at times in years.
  /// - Throws: `InvalidValue` for fewer than two prices, for times that do not rise, and for a price that is not above
  ///   0.
  public init(years times: [Double], prices: [Double]) throws(InvalidValue) {
    guard times.count == prices.count, times.count >= 2 else {
      throw InvalidValue(
        "trend of a price", "\(prices.count) prices at \(times.count) times: at least two of each were expected")
    }
    for place in 1..<times.count where !(times[place] > times[place - 1]) {
      throw InvalidValue("trend of a price", "time \(place + 1) is not after time \(place)")
    }
    for (place, price) in prices.enumerated() where !(price > 0 && price.isFinite) {
      throw InvalidValue("trend of a price", "price \(place + 1) is \(price); prices above 0 were expected")
    }
    self.init(checked: times, prices)
  }

  private init(checked times: [Double], _ prices: [Double]) {
    let logs = prices.map { log($0) }
    years = times[times.count - 1] - times[0]
    drift = (logs[logs.count - 1] - logs[0]) / years
    var sum = 0.0
    for place in 1..<times.count {
      let gap = times[place] - times[place - 1]
      let rest = logs[place] - logs[place - 1] - drift * gap
      sum += rest * rest / gap
    }
    // Of n steps, n − 1 are free once the drift is taken from them.
    volatility = times.count > 2 ? (sum / Double(times.count - 2)).squareRoot() : 0
  }
}

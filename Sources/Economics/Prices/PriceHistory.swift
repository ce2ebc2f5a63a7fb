public import Demand
import Glibc
import Randomness

/// Prices that were observed, each with its source: what a trend is estimated from, or a path goes through.
///
/// Between two of them the price moves evenly in logarithms.
public struct PriceHistory: Sendable {
  /// What was sold.
  public let name: String
  /// The unit of the prices: `USD/GPU-hour`.
  public let unit: String
  /// In rising order of months, at least two.
  public let points: [(month: CalendarMonth, price: Fact<Double>)]

  init(_ name: String, unit: String, _ points: [(month: CalendarMonth, price: Fact<Double>)]) {
    self.name = name
    self.unit = unit
    self.points = points
  }

  /// Prices of one's own.
  public init<C: Currency, U: BillingUnit>(
    _ name: String, source: String, _ points: [(CalendarMonth, Price<C, U>)], file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.init(
      name, unit: Price<C, U>.symbol,
      points.map { ($0, Fact($1.amount, date: "\($0)", source: source)) })
    let isRising = zip(points, points.dropFirst()).allSatisfy { $0.0 < $1.0 }
    if points.count < 2 || !isRising || !points.allSatisfy({ $0.1.amount > 0 && $0.1.amount.isFinite }) {
      ValidationErrors.report(
        InvalidValue(
          "PriceHistory(\"\(name)\")", "it has at least two prices above 0, in rising order of their months",
          location: "\(file):\(line)"))
    }
  }

  /// The price in a month; before the first point and after the last, theirs.
  public func price(in month: CalendarMonth) -> Double {
    guard let first = points.first else { return .nan }
    return first.price.value
      * PriceRecord(self, from: first.month, at: first.price.value).median(after: month.years(from: first.month))
  }
}

extension CalendarMonth {
  /// The years from another month to this one.
  func years(from start: CalendarMonth) -> Double {
    Double(12 * (year - start.year) + month - start.month) / 12
  }
}

/// A stretch of a history as a multiple of its price at the start.
struct PriceRecord: PriceLaw {
  /// Years from the start, which may be negative, and the price there over that at the start; in rising order.
  private let points: [Point]

  private struct Point: Hashable {
    let years: Double
    let factor: Double
  }

  init(_ history: PriceHistory, from start: CalendarMonth) {
    self.init(history, from: start, at: history.price(in: start))
  }

  /// - `today`: the price at the start.
  init(_ history: PriceHistory, from start: CalendarMonth, at today: Double) {
    points = history.points.map { Point(years: $0.month.years(from: start), factor: $0.price.value / today) }
  }

  func median(after years: Double) -> Double {
    guard let first = points.first, let last = points.last else { return 1 }
    if years <= first.years { return first.factor }
    guard let next = points.firstIndex(where: { $0.years > years }) else { return last.factor }
    let (before, after) = (points[next - 1], points[next])
    return before.factor * pow(after.factor / before.factor, (years - before.years) / (after.years - before.years))
  }
}

extension PriceHistory {
  /// The rent of an H100 on demand, like for like: an index of the list prices of the same sellers, September 2023 = 100.
  ///
  /// It is chained from the mean change of the logarithm over the sellers that are seen in both of two months, so that a
  /// cheap seller who joins is not a fall. From March 2024 to July 2025 it fell by 24.8 % a year; the window matters more
  /// than the method: 15.9 % a year from September 2023, 6.5 % in 2025.
  public static let h100OnDemand = PriceHistory(
    "H100 on demand", unit: "September 2023 = 100",
    [
      (2023, 9, 100), (2023, 12, 102.3), (2024, 3, 106.4), (2024, 6, 101.8), (2024, 9, 89.9), (2024, 12, 75.3),
      (2025, 3, 72.4), (2025, 7, 72.8),
    ].map { year, month, value in
      let date = CalendarMonth.month(year, month)
      return (
        date,
        Fact(
          value, date: "\(date)", source: "list prices of 2 to 8 sellers, computed from henryzhangpku/gpu-price-index")
      )
    })

  /// The rent of an H100 by contract for a year: it rose by 56 % in eight months.
  public static let h100Contract = PriceHistory(
    "H100 reserved for one year", unit: "USD/GPU-hour",
    [(2025, 10, 1.70), (2026, 3, 2.35), (2026, 6, 2.65)].map { year, month, value in
      let date = CalendarMonth.month(year, month)
      return (date, Fact(value, date: "\(date)", source: "SemiAnalysis index as cited by compux.net, 2026"))
    })
}

extension PriceMovement {
  /// It goes through prices that are known, from the month on at which today is; after the last of them it stays.
  public static func recorded(_ history: PriceHistory, from start: CalendarMonth) -> PriceMovement {
    PriceMovement(PriceRecord(history, from: start))
  }
}

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
      * PriceRecord(self, from: first.month, at: first.price.value).factor(after: month.years(from: first.month))
  }
}

extension CalendarMonth {
  /// The years from another month to this one.
  func years(from start: CalendarMonth) -> Double {
    Double(12 * (year - start.year) + month - start.month) / 12
  }
}

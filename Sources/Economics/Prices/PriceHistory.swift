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
  /// The rent of an H100: it fell by more than half a year until the end of 2025, and then rose by 38 % in five months.
  ///
  /// A path that only falls would have missed both. The peak is dated by its year, and stands in the middle of it; the
  /// last two are of contracts for a year.
  public static let h100Rental = PriceHistory(
    "H100 rental", unit: "USD/GPU-hour",
    [
      (
        .month(2023, 7),
        Fact(8, date: "2023", source: "peak; Cheah, chaincatcher.com, 22 October 2024")
      ),
      (
        .month(2024, 10),
        Fact(
          2.99, date: "2024-10",
          source: "on demand; neighborhoodsf.com, H100 rental prices, which quotes SemiAnalysis and Latent Space")
      ),
      (
        .month(2025, 10),
        Fact(1.70, date: "2025-10", source: "one-year contracts; SemiAnalysis index as cited by compux.net, 2026")
      ),
      (
        .month(2026, 3),
        Fact(2.35, date: "2026-03", source: "one-year contracts; SemiAnalysis index as cited by compux.net, 2026")
      ),
    ])
}

extension PriceMovement {
  /// It goes through prices that are known, from the month on at which today is; after the last of them it stays.
  public static func recorded(_ history: PriceHistory, from start: CalendarMonth) -> PriceMovement {
    PriceMovement(PriceRecord(history, from: start))
  }
}

import Glibc
public import Randomness

/// A price from month to month: today's, times a ``PriceIndex``.
///
/// ```swift
/// let falling = PricePath(today: 10, falling: 0.4)
/// let uncertain = PricePath(today: 10, along: PriceIndex("hardware", .falling(0.4.perYear), .wandering(0.25)))
/// let price = uncertain.realised(by: streams, months: 60)
/// price.price(inMonth: 24)
/// ```
/// A fall of 40 % a year is a factor of 0.6^(1/12) a month, not of 1 − 0.4/12.
public struct PricePath: Sendable, Hashable {
  /// Today's price, in the currency's units.
  public let today: Double
  /// How it moves.
  public let index: PriceIndex

  /// A price that moves along an index, which other prices may share.
  public init(today: Double, along index: PriceIndex, file: StaticString = #fileID, line: UInt = #line) {
    self.today = today
    self.index = index
    if !(today >= 0 && today.isFinite) {
      ValidationErrors.report(
        InvalidValue("a price of \(today)", "a price is at least 0", location: "\(file):\(line)"))
    }
  }

  /// A price that falls by the same fraction each year, compounded: after t years it is (1 − d)^t of today's.
  ///
  /// - `fall`: a fraction a year; negative for a price that rises.
  public init(today: Double, falling fall: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.init(
      today: today, along: PriceIndex("", .falling(fall.perYear, file: file, line: line)), file: file, line: line)
  }

  /// The months after which a price that falls so each year is half of what it was; `nil` for one that does not fall.
  ///
  /// 30, 40 and 50 % a year halve it in 23.3, 16.3 and 12.0 months.
  public static func halvingMonths(falling fall: Rate<PerYear>) -> Double? {
    fall.fraction > 0 ? -12 * log(2) / log1p(-fall.fraction) : nil
  }

  /// The price `years` from today with everything that chance decides at its median, and without shocks.
  public func price(after years: Double) -> Double { today * index.factor(after: years) }

  /// The price of each month in one replication.
  ///
  /// - `streams`: of the replication; a path takes its draws from streams of its index's name and from no other, so
  ///   that nothing else in a scenario changes them.
  /// - `months`: how many; the first of them do not depend on it.
  public func realised(by streams: Streams, months: Int) -> RealisedPrice {
    RealisedPrice(index.factors(by: streams, months: max(months, 0)).map { today * $0 })
  }
}

/// The prices of one replication's months, each that of the month's beginning.
public struct RealisedPrice: Sendable, Hashable {
  /// In the currency's units.
  public let months: [Double]

  init(_ months: [Double]) { self.months = months }

  /// The price in the month with that index, from 0; one beyond the months that were asked for is rejected.
  public func price(inMonth month: Int, file: StaticString = #fileID, line: UInt = #line) -> Double {
    if months.indices.contains(month) { return months[month] }
    ValidationErrors.report(
      InvalidValue(
        "price(inMonth: \(month))", "the price was realised for the months 0 to \(months.count - 1)",
        remedy: "realise it for more months", location: "\(file):\(line)"))
    return .nan
  }
}

import Glibc
import Randomness

/// Amounts of cash at times in years from time zero: the basis of present values, rates of return and payback.
///
/// ```swift
/// let servers = CashSeries(yearly: [-1000, 310, 310, 310, 310, 310])
/// servers.netPresentValue(at: 0.1)  // 175.14: the first amount is not discounted
/// servers.ratesOfReturn.only  // 0.1664 a year
/// ```
/// Amounts are in one currency and positive for inflows. The present value of an amount at time t is (1 + r)^(−t) of
/// it, with r a fraction a year.
public struct CashSeries: Sendable, Hashable {
  /// Years from time zero, in rising order.
  public let times: [Double]
  /// In the currency's units.
  public let amounts: [Double]

  /// Amounts at the ends of years, the first at time zero unless told otherwise.
  public init(
    yearly amounts: [Double], timeZero: TimeZero = .firstAmount, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(times: Self.times(amounts.count, aYear: 1, timeZero), amounts: amounts, "\(file):\(line)")
  }

  /// Amounts at the ends of months, the first at time zero unless told otherwise.
  public init(
    monthly amounts: [Double], timeZero: TimeZero = .firstAmount, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(times: Self.times(amounts.count, aYear: 12, timeZero), amounts: amounts, "\(file):\(line)")
  }

  /// Dated amounts; the first in the list is at time zero and none is before it.
  public init(
    dated rows: [(CalendarDay, Double)], counting: DayCount = .actual365, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let location = "\(file):\(line)"
    guard let start = rows.first?.0 else {
      self.init(times: [], amounts: [], location)
      return
    }
    if let early = rows.first(where: { $0.0 < start }) {
      ValidationErrors.report(
        InvalidValue(
          "an amount on \(early.0)", "time zero is the first day in the list, \(start), and none lies before it",
          remedy: "put the earliest day first", location: location))
    }
    let rows = rows.map { (max(counting.years(from: start, to: $0.0), 0), $0.1) }.sorted { $0.0 < $1.0 }
    self.init(times: rows.map(\.0), amounts: rows.map(\.1), location)
  }

  /// The months of a forecast; an amount that is not finite is kept, so that the measures show it.
  init(monthsOf flow: CashFlow) {
    amounts = [-flow.investment] + flow.net
    times = Self.times(amounts.count, aYear: 12, .firstAmount)
  }

  private init(times: [Double], uncheckedAmounts amounts: [Double]) {
    self.times = times
    self.amounts = amounts
  }

  private static func times(_ count: Int, aYear: Int, _ timeZero: TimeZero) -> [Double] {
    let first = timeZero == .firstAmount ? 0 : 1
    return (first..<(first + count)).map { Double($0) / Double(aYear) }
  }

  private static func text(_ amount: Double) -> String { amount.isNaN ? "not a number, as 0/0 is" : "infinite" }

  /// The same as `init(monthly:timeZero:)`; an amount that is not finite is kept, so that the measures show it.
  package init(uncheckedMonthly amounts: [Double], timeZero: TimeZero) {
    self.init(times: Self.times(amounts.count, aYear: 12, timeZero), uncheckedAmounts: amounts)
  }

  private init(times: [Double], amounts: [Double], _ location: String) {
    guard let wrong = amounts.firstIndex(where: { !$0.isFinite }) else {
      self.times = times
      self.amounts = amounts
      return
    }
    ValidationErrors.report(
      InvalidValue(
        "amount \(wrong + 1) of the cash flow", "it is \(Self.text(amounts[wrong])); an amount is a finite number",
        location: location))
    self.times = []
    self.amounts = []
  }

  /// The sum of amounts.
  public var sum: Double { amounts.reduce(0, +) }

  /// The number of sign changes, ignoring zeros: an upper bound of the number of rates of return.
  public var signChanges: Int {
    let signs = amounts.filter { $0 != 0 }.map { $0 > 0 }
    return zip(signs, signs.dropFirst()).count { $0 != $1 }
  }

  /// The net present value: the sum of amounts, each times (1 + r)^(−t).
  ///
  /// - `rate`: a fraction a year, above −1; another is rejected and gives a value that is not a number.
  public func netPresentValue(at rate: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard Self.accepts(rate, "\(file):\(line)") else { return .nan }
    return discounted(at: rate).reduce(0, +)
  }

  /// Each amount times a factor of its time.
  func scaled(by factor: (Double) -> Double) -> CashSeries {
    CashSeries(times: times, uncheckedAmounts: zip(times, amounts).map { $1 * factor($0) })
  }

  /// The present value of each amount.
  package func discounted(at rate: Double) -> [Double] {
    zip(times, amounts).map { $1 * pow(1 + rate, -$0) }
  }

  /// Whether a rate is valid; an invalid one is reported.
  static func accepts(_ rate: Double, as what: String = "a discount rate", _ location: String) -> Bool {
    guard rate > -1, rate.isFinite else {
      ValidationErrors.report(
        InvalidValue(
          "\(what) of \(rate)", "a rate is a fraction a year above -1: at -100 % and below, nothing has a value",
          remedy: "10 % is 0.10", location: location))
      return false
    }
    return true
  }
}

/// Where time zero lies for amounts at equal intervals.
public enum TimeZero: String, Sendable, CaseIterable {
  /// At the first amount, which is not discounted: the initial investment.
  case firstAmount = "first amount"
  /// One period before the first amount, which is discounted by a period: what `NPV` of a spreadsheet does.
  case spreadsheet
}

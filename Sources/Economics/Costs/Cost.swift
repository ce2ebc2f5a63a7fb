public import Demand
import Glibc
public import Randomness

/// A recurring cost: staff, licences, an office.
///
/// ```swift
/// Cost("team", CNY(50e6) / .year, growing: 0.06)
/// ```
public struct Cost: Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  private let monthly: Double
  private let growth: Double

  ///
  /// - `price`: for a month or a year; a year has twelve equal months.
  /// - `growth`: the rise, a fraction a year, compounded monthly.
  public init<C: Currency, U: BillingPeriod>(
    _ name: String, _ price: Price<C, U>, growing growth: Double = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    monthly = price.monthly.amount
    self.growth = growth
    let location = "\(file):\(line)"
    if !(price.amount >= 0 && price.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "Cost(\"\(name)\", \(price))", "a cost is at least 0", remedy: "income is a Benefit", location: location))
    }
    if !(growth > -1 && growth.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "growing: \(growth)", "growth is a fraction a year above -1 (6 % is 0.06)", location: location))
    }
  }

  /// Not available: a recurring cost says for which period it is.
  @available(
    *, unavailable,
    message: "say for which period: USD(600_000) / .year or USD(50_000) / .month; what is paid once is an Investment"
  )
  public init<C: Currency>(_ name: String, _ money: Money<C>, growing growth: Double = 0) { fatalError("unavailable") }

  /// The cost in the month that begins `years` after the start, in its currency.
  public func amount(after years: Double) -> Double { monthly * pow(1 + growth, years) }
}

extension Cost: Expense {
  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    RealisedExpense { .monthly(amount(after: Double($0.index) / 12)) }
  }
}

/// Money spent once, before the first month: integration, set-up, training.
public struct Investment: Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  /// The amount in its currency.
  public let amount: Double

  /// An amount spent at time zero.
  public init<C: Currency>(
    _ name: String, _ money: Money<C>, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    amount = money.amount
    if !(amount >= 0 && amount.isFinite) {
      ValidationErrors.report(
        InvalidValue("Investment(\"\(name)\", \(money))", "money spent is at least 0", location: "\(file):\(line)"))
    }
  }

  /// Not available: what is spent once has no period.
  @available(*, unavailable, message: "an Investment is paid once: USD(400_000), without a unit; what recurs is a Cost")
  public init<C: Currency, U: BillingUnit>(_ name: String, _ price: Price<C, U>) { fatalError("unavailable") }
}

extension Investment: Expense {
  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    RealisedExpense(atStart: .single(amount)) { _ in .monthly(0) }
  }
}

public import Demand
public import Randomness

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
}

extension Investment: Expense {
  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    RealisedExpense(atStart: ExpenseEntry(running: amount)) { _ in ExpenseEntry() }
  }
}

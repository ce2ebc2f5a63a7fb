public import Demand
public import Randomness

/// What is used in a month, times its price: calls of an interface, data sent, pages read, hours of GPUs.
///
/// ```swift
/// Metered("calls", CNY(0.10) / .call, along: prices["interfaces"]) { Quantity($0.requests("chat")) }
/// Metered("data to the cloud", USD(0.09) / .gigabyte) { Quantity($0.requests("cars") * gigabytesOfCarDay) }
/// ```
/// Price and quantity are of one unit, which is part of their types.
public struct Metered: Expense {
  public let name: String
  public let currency: CurrencyCode
  private let price: PricePath
  private let quantity: (MonthOfOperation) -> Double

  ///
  /// - `price`: of a unit, today.
  /// - `index`: along which it moves; without one it stays.
  /// - `quantity`: used in a month.
  public init<C: Currency, U: BillingUnit>(
    _ name: String, _ price: Price<C, U>, along index: PriceIndex = .constant, file: StaticString = #fileID,
    line: UInt = #line, quantity: @escaping (MonthOfOperation) -> Quantity<U>
  ) {
    self.name = name
    currency = C.code
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
    self.quantity = { quantity($0).amount }
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let price = price.realised(by: streams, months: horizon.months)
    return RealisedExpense { ExpenseEntry(running: price.price(inMonth: $0.index) * quantity($0)) }
  }
}

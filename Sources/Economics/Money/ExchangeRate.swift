import Randomness

/// What one unit of a currency is worth in another.
///
/// ```swift
/// ExchangeRate(USD(1), is: CNY(7.2))
/// ```
public struct ExchangeRate: Sendable, Hashable {
  let from: CurrencyCode
  let to: CurrencyCode
  let rate: Double

  /// What an amount of one currency is worth in another.
  public init<A: Currency, B: Currency>(
    _ amount: Money<A>, is other: Money<B>, file: StaticString = #fileID, line: UInt = #line
  ) {
    from = A.code
    to = B.code
    rate = other.amount / amount.amount
    if !(rate > 0 && rate.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "ExchangeRate(\(amount), is: \(other))", "both amounts must be above 0", location: "\(file):\(line)"))
    }
  }
}

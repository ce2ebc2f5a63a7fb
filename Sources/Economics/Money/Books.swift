import Randomness

/// The currency in which a forecast is kept, the discount rate, and the exchange rates into that currency.
///
/// ```swift
/// Books(in: .cny, discounting: 0.10, ExchangeRate(USD(1), is: CNY(7.2)))
/// ```
public struct Books: Sendable, Hashable {
  /// The currency of every amount in the results.
  public let currency: CurrencyCode
  /// The discount rate, a fraction a year: cash at the end of month m is worth (1 + r)^(−m/12) of its amount today.
  public let discountRate: Double
  private let rates: [ExchangeRate]

  public init(
    in currency: CurrencyCode, discounting rate: Double, _ rates: ExchangeRate..., file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.currency = currency
    discountRate = rate
    self.rates = rates
    if !(rate > -1 && rate.isFinite) {
      Refusals.report(
        InvalidValue(
          "discounting: \(rate)", "a discount rate is a fraction a year above -1 (10 % is 0.10)",
          location: "\(file):\(line)"))
    }
  }

  /// What one unit of `other` is worth in the books' currency; 1 for the currency itself, `nil` without a rate.
  public func value(of other: CurrencyCode) -> Double? {
    if other == currency { return 1 }
    for rate in rates {
      if rate.from == other && rate.to == currency { return rate.rate }
      if rate.to == other && rate.from == currency { return 1 / rate.rate }
    }
    return nil
  }
}

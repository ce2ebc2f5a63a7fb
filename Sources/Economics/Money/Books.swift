import Glibc
import Randomness

/// The currency in which a forecast is kept, the discount rate, inflation and tax, and the exchange rates into that
/// currency.
///
/// ```swift
/// Books(in: .cny, discounting: 0.10, ExchangeRate(USD(1), is: CNY(7.2)))
/// Books(
///   in: .cny, discounting: 0.10, inflation: 0.03.perYear, amounts: .real, taxing: IncomeTax(rate: 0.25),
///   ExchangeRate(USD(1), is: CNY(7.2)))
/// ```
/// Cash, discount rate and rates of return in the books are nominal. Real amounts are inflated as they are
/// entered, since discounting real cash at a nominal rate
/// would count inflation as a loss.
public struct Books: Sendable, Hashable {
  /// The currency of every amount in the results.
  public let currency: CurrencyCode
  /// The discount rate, a fraction a year: cash at the end of month m is worth (1 + r)^(−m/12) of its amount today.
  public let discountRate: Double
  /// The inflation; `nil` where none is given.
  public let inflation: Inflation?
  /// Whether the amounts of the scenario are nominal or real.
  public let amounts: PriceBasis
  /// The tax on profit; `nil` where cash is before tax.
  public let tax: IncomeTax?
  private let rates: [ExchangeRate]

  ///
  /// - `rate`: nominal, a fraction a year above −1 and at most 1.
  /// - `inflation`: a rate a year; it is required where amounts are real.
  /// - `amounts`: whether costs, prices and benefits are written as nominal or real amounts.
  /// - `tax`: on the profit of each year. It needs nominal amounts, since assets are depreciated at the price that
  ///   was paid.
  public init(
    in currency: CurrencyCode, discounting rate: Double, inflation: Rate<PerYear>? = nil,
    amounts: PriceBasis = .nominal,
    taxing tax: IncomeTax? = nil, _ rates: ExchangeRate..., file: StaticString = #fileID, line: UInt = #line
  ) {
    self.currency = currency
    discountRate = rate
    self.inflation = inflation.map { Inflation($0, file: file, line: line) }
    self.amounts = amounts
    self.tax = tax
    self.rates = rates
    let location = "\(file):\(line)"
    if !(rate > -1 && rate <= 1) {
      ValidationErrors.report(
        InvalidValue(
          "discounting: \(rate)", "a discount rate is a fraction a year above -1 and at most 1 (10 % is 0.10)",
          remedy: rate > 1 && rate <= 100 ? "\(rate.shortest) % a year is \((rate / 100).shortest)" : nil,
          location: location))
    }
    if amounts == .real, inflation == nil {
      ValidationErrors.report(
        InvalidValue(
          "amounts: .real", "real amounts need an inflation rate to become nominal ones",
          remedy: "add inflation: 0.02.perYear", location: location))
    }
    if amounts == .real, tax != nil {
      ValidationErrors.report(
        InvalidValue(
          "taxing: with amounts: .real",
          "assets are depreciated at the nominal price that was paid for them",
          remedy: "write nominal amounts that grow with inflation (amounts: .nominal)", location: location))
    }
  }

  /// The exchange rate of `other` into the books' currency: its own, or through a third currency; 1 for the currency itself,
  /// `nil` without a rate.
  public func value(of other: CurrencyCode) -> Double? {
    if let direct = value(of: other, in: currency) { return direct }
    for third in rates.flatMap({ [$0.from, $0.to] }) {
      if let first = value(of: other, in: third), let second = value(of: third, in: currency) { return first * second }
    }
    return nil
  }

  /// By a rate between the two.
  private func value(of one: CurrencyCode, in other: CurrencyCode) -> Double? {
    if one == other { return 1 }
    for rate in rates {
      if rate.from == one && rate.to == other { return rate.rate }
      if rate.to == one && rate.from == other { return 1 / rate.rate }
    }
    return nil
  }

  /// The factor from a written amount to the entry at the end of the month with that index, from 0.
  package func entered(inMonth month: Int) -> Double {
    guard amounts == .real, let inflation else { return 1 }
    return inflation.rate.factor(after: Double(month + 1) / 12)
  }
}

/// Whether the amounts of a scenario are nominal or real.
public enum PriceBasis: String, Sendable, CaseIterable {
  /// Nominal: in prices of the day on which they are paid.
  case nominal
  /// Real: in prices of the start; inflation is added when they are entered.
  case real
}

/// An exchange rate.
///
/// ```swift
/// ExchangeRate(USD(1), is: CNY(7.2))
/// ```
public struct ExchangeRate: Sendable, Hashable {
  let from: CurrencyCode
  let to: CurrencyCode
  let rate: Double

  /// The value of an amount of one currency in another.
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

/// Inflation, and the conversion between nominal and real amounts and rates.
///
/// ```swift
/// let inflation = Inflation(0.03.perYear)
/// inflation.real(0.08.perYear)  // 4.85 % a year: 1.08/1.03 − 1, not 5 %
/// ```
/// Nominal cash at the nominal rate and real cash at the real rate have the same net present value.
/// Fisher 1896, Appreciation and Interest.
public struct Inflation: Sendable, Hashable {
  /// The inflation rate a year.
  public let rate: Rate<PerYear>

  /// A constant inflation rate.
  public init(_ rate: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line) {
    self.rate = rate
    _ = CashSeries.accepts(rate.fraction, as: "an inflation", "\(file):\(line)")
  }

  /// The real rate of a nominal rate: (1 + n) / (1 + i) − 1.
  public func real(_ nominal: Rate<PerYear>) -> Rate<PerYear> {
    Rate((1 + nominal.fraction) / (1 + rate.fraction) - 1)
  }

  /// The nominal rate of a real rate: (1 + r) (1 + i) − 1.
  public func nominal(_ real: Rate<PerYear>) -> Rate<PerYear> {
    Rate((1 + real.fraction) * (1 + rate.fraction) - 1)
  }

  /// The real amounts of a nominal cash series.
  public func real(_ nominal: CashSeries) -> CashSeries { nominal.scaled { rate.factor(after: -$0) } }

  /// The nominal amounts of a real cash series.
  public func nominal(_ real: CashSeries) -> CashSeries { real.scaled { rate.factor(after: $0) } }
}

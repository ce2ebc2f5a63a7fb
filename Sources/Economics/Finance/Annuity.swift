import Glibc
import Randomness

/// Equal payments at the ends of equal periods: what they are worth, and how interest and repayment share them.
///
/// ```swift
/// let annuity = Annuity(at: 0.01.perMonth, payments: 36)
/// annuity.payment(for: 1e6)  // 33214.31 a month
/// ```
/// The rate is that of one period. A rate of 0 is the limit: equal shares, no interest.
public struct Annuity<Period: BillingPeriod>: Sendable, Hashable {
  /// Of one period.
  public let rate: Rate<Period>
  /// How many payments, at least 1.
  public let payments: Int

  /// Equal payments at the end of each period.
  public init(at rate: Rate<Period>, payments: Int, file: StaticString = #fileID, line: UInt = #line) {
    self.rate = rate
    self.payments = max(payments, 1)
    let location = "\(file):\(line)"
    _ = CashSeries.accepts(rate.fraction, as: "an interest", location)
    if payments < 1 {
      ValidationErrors.report(
        InvalidValue(
          "\(payments) payments", "there is at least one: nothing is paid back in no time", location: location))
    }
  }

  /// The worth now of payments of 1: (1 − (1 + i)^−n) / i.
  public var presentValueOfOne: Double {
    rate.fraction == 0 ? Double(payments) : -expm1(-growth) / rate.fraction
  }

  /// The worth at the last payment of payments of 1: ((1 + i)^n − 1) / i.
  public var futureValueOfOne: Double { futureValueOfOne(after: payments) }

  /// The payment that pays off an amount received now, but for a rest that is due with the last.
  ///
  /// `PMT` of a spreadsheet, with the sign of what is paid.
  public func payment(for amount: Double, leaving rest: Double = 0) -> Double {
    (amount * exp(growth) - rest) / futureValueOfOne
  }

  /// What is owed after so many payments of that size.
  public func balance(of amount: Double, paying payment: Double, after count: Int) -> Double {
    amount * exp(Double(count) * log1p(rate.fraction)) - payment * futureValueOfOne(after: count)
  }

  private var growth: Double { Double(payments) * log1p(rate.fraction) }

  private func futureValueOfOne(after count: Int) -> Double {
    rate.fraction == 0 ? Double(count) : expm1(Double(count) * log1p(rate.fraction)) / rate.fraction
  }
}

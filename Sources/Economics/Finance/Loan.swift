import Glibc
import Randomness

/// An annuity loan: borrowed at time zero and repaid in equal payments of interest and principal.
///
/// ```swift
/// let loan = Loan(CNY(1e6), at: 0.12.perYear.nominalMonthly, payments: 36)
/// loan.payment  // 33 214.31 CNY
/// loan.instalments[0].interest  // 10 000 CNY
/// ```
/// The rate is that of one period, so one a year does not compile where payments are monthly: ``Rate/monthly`` is the
/// equivalent rate a month, ``Rate/nominalMonthly`` the twelfth that banks quote.
public struct Loan<C: Currency, Period: BillingPeriod>: Sendable, Hashable {
  /// A payment, and the balance after it.
  public struct Instalment: Sendable, Hashable {
    /// From 1.
    public let number: Int
    /// The interest part.
    public let interest: Money<C>
    /// The principal part.
    public let repayment: Money<C>
    /// The balance after the payment.
    public let balance: Money<C>
    /// Interest and repayment.
    public var payment: Money<C> { interest + repayment }
  }

  /// The principal.
  public let principal: Money<C>
  /// The balloon that is due with the last payment.
  public let rest: Money<C>
  private let annuity: Annuity<Period>

  ///
  /// - `rate`: of the period between two payments.
  /// - `payments`: how many, at least 1.
  /// - `rest`: the balloon that is due with the last payment.
  public init(
    _ principal: Money<C>, at rate: Rate<Period>, payments: Int, leaving rest: Money<C> = .zero,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.principal = principal
    self.rest = rest
    annuity = Annuity(at: rate, payments: payments, file: file, line: line)
    if !(principal.amount >= 0 && principal.amount.isFinite && rest.amount >= 0 && rest.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "Loan(\(principal), leaving: \(rest))", "money borrowed and what is left of it are at least 0",
          location: "\(file):\(line)"))
    }
  }

  /// The equal payment of each period.
  public var payment: Money<C> { Money(annuity.payment(for: principal.amount, leaving: rest.amount)) }

  /// The amortisation schedule: `IPMT` and `PPMT` of a spreadsheet.
  public var instalments: [Instalment] {
    let payment = payment
    // Each balance from the closed form, so that no rounding adds up over the payments.
    return (1...annuity.payments).map { number in
      let before = annuity.balance(of: principal.amount, paying: payment.amount, after: number - 1)
      let after =
        number == annuity.payments
        ? rest.amount : annuity.balance(of: principal.amount, paying: payment.amount, after: number)
      return Instalment(
        number: number, interest: Money(before * annuity.rate.fraction), repayment: Money(before - after),
        balance: Money(after))
    }
  }

  /// Total interest.
  public var totalInterest: Money<C> { instalments.reduce(.zero) { $0 + $1.interest } }
}

/// An annuity: equal payments at the ends of equal periods.
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

  /// The present value of payments of 1: (1 − (1 + i)^−n) / i.
  public var presentValueOfOne: Double {
    rate.fraction == 0 ? Double(payments) : -expm1(-growth) / rate.fraction
  }

  /// The future value of payments of 1: ((1 + i)^n − 1) / i.
  public var futureValueOfOne: Double { futureValueOfOne(after: payments) }

  /// The payment that amortises an amount, except for a balloon that is due with the last.
  ///
  /// `PMT` of a spreadsheet, with the sign of what is paid.
  public func payment(for amount: Double, leaving rest: Double = 0) -> Double {
    (amount * exp(growth) - rest) / futureValueOfOne
  }

  /// The balance after so many payments of that size.
  public func balance(of amount: Double, paying payment: Double, after count: Int) -> Double {
    amount * exp(Double(count) * log1p(rate.fraction)) - payment * futureValueOfOne(after: count)
  }

  private var growth: Double { Double(payments) * log1p(rate.fraction) }

  private func futureValueOfOne(after count: Int) -> Double {
    rate.fraction == 0 ? Double(count) : expm1(Double(count) * log1p(rate.fraction)) / rate.fraction
  }
}

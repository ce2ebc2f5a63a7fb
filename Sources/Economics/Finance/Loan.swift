import Randomness

/// Money borrowed at time zero and paid back in equal payments, each of which is interest first.
///
/// ```swift
/// let loan = Loan(CNY(1e6), at: 0.12.perYear.nominalMonthly, payments: 36)
/// loan.payment  // 33 214.31 CNY
/// loan.instalments[0].interest  // 10 000 CNY
/// ```
/// The rate is that of one period, so one a year does not compile where payments are monthly: ``Rate/monthly`` is the
/// same growth a month, ``Rate/nominalMonthly`` the twelfth that banks mean.
public struct Loan<C: Currency, Period: BillingPeriod>: Sendable, Hashable {
  /// One payment, and what is still owed after it.
  public struct Instalment: Sendable, Hashable {
    /// From 1.
    public let number: Int
    /// What of it is interest.
    public let interest: Money<C>
    /// What of it pays the loan back.
    public let repayment: Money<C>
    /// What is owed after it.
    public let balance: Money<C>
    /// Interest and repayment.
    public var payment: Money<C> { interest + repayment }
  }

  /// What was borrowed.
  public let principal: Money<C>
  /// Due with the last payment, beside it.
  public let rest: Money<C>
  private let annuity: Annuity<Period>

  ///
  /// - `rate`: of the period between two payments.
  /// - `payments`: how many, at least 1.
  /// - `rest`: still owed after the last payment.
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

  /// All payments, with what is interest in each: `IPMT` and `PPMT` of a spreadsheet.
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

  /// All interest together.
  public var totalInterest: Money<C> { instalments.reduce(.zero) { $0 + $1.interest } }
}

import Randomness

/// What a use brings in, month by month.
///
/// ```swift
/// Benefit("conversations not handled by people") { month in
///   month.requests("chat") / turns * resolvedShare * costOfCall
/// }
/// ```
public struct Benefit {
  public let name: String
  public let currency: CurrencyCode
  private let value: (MonthOfOperation) -> Double

  /// A benefit computed from what happened in the month.
  public init<C: Currency>(_ name: String, _ value: @escaping (MonthOfOperation) -> Money<C>) {
    self.name = name
    currency = C.code
    self.value = { value($0).amount }
  }

  /// The benefit of a month, in its currency.
  public func amount(in month: MonthOfOperation) -> Double { value(month) }
}

extension Benefit {
  /// Labour saved: the conversations that people need not handle any more, at what one costs them.
  ///
  /// - `conversations`: how many the model takes part in, in a month.
  /// - `resolved`: the share that needs no person any more.
  /// - `cost`: of a conversation handled by a person.
  /// - `cash`: the share of the time saved that becomes cash: people leave, or are not hired, only in part.
  public static func labourSaved<C: Currency>(
    _ name: String, conversations: @escaping (MonthOfOperation) -> Double, resolved: Double,
    cost: Price<C, PerConversation>, becomingCash cash: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    for (what, share) in [("resolved", resolved), ("becomingCash", cash)] where !(0...1).contains(share) {
      Refusals.report(
        InvalidValue("\(what): \(share)", "a share lies between 0 and 1", location: "\(file):\(line)"))
    }
    return Benefit(name) { month in cost.times(conversations(month) * resolved * cash) }
  }

  /// Sales that would not have been made: gross merchandise value × share exposed × uplift × margin.
  ///
  /// Field experiments found 0 to 16.3 % of sales, and nothing in three workflows of seven (Fang et al.): let the
  /// uplift be uncertain, and let it be 0.
  ///
  /// - `sales`: gross merchandise value of the shoppers that the use can reach, all of them exposed.
  /// - `exposed`: the share of them who meet it in a month.
  /// - `uplift`: of their sales, as a fraction.
  /// - `margin`: contribution margin on a sale, as a fraction.
  public static func salesUplift<C: Currency, U: BillingPeriod>(
    _ name: String, sales: Price<C, U>, exposed: @escaping (MonthOfOperation) -> Double, uplift: Double,
    margin: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    if !(0...1).contains(margin) {
      Refusals.report(
        InvalidValue("margin: \(margin)", "a share lies between 0 and 1", location: "\(file):\(line)"))
    }
    let monthly = Money<C>(sales.monthly.amount)
    return Benefit(name) { month in monthly * (exposed(month) * uplift * margin) }
  }
}

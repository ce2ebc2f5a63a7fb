public import Demand
public import Randomness

/// A migration from one hosting to another: both are paid for a while, and the move has a cost of its own.
///
/// ```swift
/// Migration(
///   "to our own GPUs", from: calls, to: [servers, power, engineers], startingIn: 12, over: 4, cost: CNY(2e6))
/// ```
/// The traffic moves linearly over k months: 1/(k + 1) of it in the first month, all of it in the month after the last.
/// Metered expenses follow the traffic; monthly expenses run on both sides until the old side is switched off. The
/// new side is paid from its own months of order and hiring on.
public struct Migration: Expense {
  public let name: String
  public let currency: CurrencyCode
  private let old: [any Expense]
  private let new: [any Expense]
  private let start: Int
  private let duration: Int
  private let cost: Double

  ///
  /// - `old`, `new`: the expenses of each side, all in the currency of `cost`.
  /// - `month`: the month in which the migration begins.
  /// - `duration`: the months in which traffic is on both sides; 0 for all at once.
  /// - `cost`: the cost of the migration, paid in the month in which it begins.
  public init<C: Currency>(
    _ name: String, from old: [any Expense], to new: [any Expense], startingIn month: Int, over duration: Int,
    cost: Money<C>, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    self.old = old
    self.new = new
    start = month
    self.duration = duration
    self.cost = cost.amount
    let location = "\(file):\(line)"
    if !(month >= 0 && duration >= 0 && cost.amount >= 0 && cost.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "Migration(\"\(name)\", startingIn: \(month), over: \(duration), cost: \(cost))",
          "months and money are at least 0", location: location))
    }
    for side in old + new where side.currency != C.code {
      ValidationErrors.report(
        InvalidValue(
          "Migration(\"\(name)\")", "\"\(side.name)\" is paid in \(side.currency), the move in \(C.code)",
          remedy: "write both sides and the move in one currency", location: location))
    }
  }

  /// The share of the traffic that is on the new side in a month.
  public func movedShare(inMonth month: Int) -> Double {
    min(max(Double(month - start + 1) / Double(duration + 1), 0), 1)
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let old = old.map { $0.realised(by: streams, over: horizon) }
    let new = new.map { $0.realised(by: streams, over: horizon) }
    let atStart = (old + new).reduce(ExpenseEntry()) { $0 + $1.atStart }
    return RealisedExpense(atStart: atStart, supplies: (old + new).flatMap(\.supplies)) { month in
      let moved = movedShare(inMonth: month.index)
      var entry = ExpenseEntry.single(month.index == start ? cost : 0)
      let moving = month.scaled(by: moved)
      for side in new { entry = entry + side.entry(in: moving) }
      if moved < 1 {
        let staying = month.scaled(by: 1 - moved)
        for side in old { entry = entry + side.entry(in: staying) }
      }
      return entry
    }
  }
}

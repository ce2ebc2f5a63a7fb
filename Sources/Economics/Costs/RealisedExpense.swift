/// An expense in one replication, with what chance decides of it decided.
public struct RealisedExpense {
  /// Spent at time zero, before the first month.
  public let atStart: ExpenseEntry
  private let monthly: (MonthOfOperation) -> ExpenseEntry

  /// - `monthly`: asked for each month of the horizon once, in order.
  public init(atStart: ExpenseEntry = ExpenseEntry(), _ monthly: @escaping (MonthOfOperation) -> ExpenseEntry) {
    self.atStart = atStart
    self.monthly = monthly
  }

  /// What it enters into the books of a month.
  public func entry(in month: MonthOfOperation) -> ExpenseEntry { monthly(month) }
}

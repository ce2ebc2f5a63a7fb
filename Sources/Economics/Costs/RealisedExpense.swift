/// An expense in one replication, with what chance decides of it decided.
public struct RealisedExpense {
  /// Spent at time zero, before the first month.
  public let atStart: ExpenseEntry
  /// What it makes available.
  public let supplies: [Supply]
  private let monthly: (MonthOfOperation) -> ExpenseEntry

  /// - `supplies`: people who come, GPUs that are delivered, by month.
  /// - `monthly`: asked for each month of the horizon once, in order.
  public init(
    atStart: ExpenseEntry = ExpenseEntry(), supplies: [Supply] = [],
    _ monthly: @escaping (MonthOfOperation) -> ExpenseEntry
  ) {
    self.atStart = atStart
    self.supplies = supplies
    self.monthly = monthly
  }

  /// What it enters into the books of a month.
  public func entry(in month: MonthOfOperation) -> ExpenseEntry { monthly(month) }
}

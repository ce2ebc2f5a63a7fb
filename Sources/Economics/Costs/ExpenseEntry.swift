/// What an expense enters into the books of a month, in its currency.
public struct ExpenseEntry: Sendable, Hashable {
  /// Spent on running: it lowers the profit of the month.
  public var running: Double
  /// Spent on what lasts: cash now, and depreciation later.
  public var capital: Double
  /// The charge of the month for what was bought before; no cash.
  public var depreciation: Double
  /// What things sold brought, after their disposal.
  public var proceeds: Double
  /// What the things sold stood in the books at.
  public var bookValueSold: Double

  /// An entry of amounts in one currency; nothing unless given.
  public init(
    running: Double = 0, capital: Double = 0, depreciation: Double = 0, proceeds: Double = 0, bookValueSold: Double = 0
  ) {
    self.running = running
    self.capital = capital
    self.depreciation = depreciation
    self.proceeds = proceeds
    self.bookValueSold = bookValueSold
  }

  /// All cash of the month: running and capital, less proceeds.
  public var cash: Double { running + capital - proceeds }

  /// Two expenses of a month together.
  public static func + (a: ExpenseEntry, b: ExpenseEntry) -> ExpenseEntry {
    ExpenseEntry(
      running: a.running + b.running, capital: a.capital + b.capital, depreciation: a.depreciation + b.depreciation,
      proceeds: a.proceeds + b.proceeds, bookValueSold: a.bookValueSold + b.bookValueSold)
  }

  /// The same in another currency, of which one unit is worth that much.
  func times(_ value: Double) -> ExpenseEntry {
    ExpenseEntry(
      running: running * value, capital: capital * value, depreciation: depreciation * value,
      proceeds: proceeds * value, bookValueSold: bookValueSold * value)
  }
}

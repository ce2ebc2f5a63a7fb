/// The entries of all expenses of a replication by month, in the currency of the books.
///
/// ```swift
/// var ledger = Ledger(months: 60)
/// ledger.enterAtStart(expense.atStart, worth: 7.2)
/// ledger.enter(expense.entry(in: month), inMonth: month.index, worth: 7.2)
/// let cash = ledger.cash(benefits: benefits)
/// let taxed = ledger.cash(benefits: benefits, after: IncomeTax(rate: 0.25))
/// ```
public struct Ledger: Sendable, Hashable {
  /// At time zero.
  public private(set) var atStart = ExpenseEntry()
  /// At the end of each month.
  public private(set) var months: [ExpenseEntry]

  /// An empty ledger of so many months.
  public init(months: Int) { self.months = Array(repeating: ExpenseEntry(), count: months) }

  /// - `value`: what one unit of the entry's currency is worth in that of the books.
  public mutating func enterAtStart(_ entry: ExpenseEntry, worth value: Double = 1) {
    atStart = atStart + entry.times(value)
  }

  /// - `value`: what one unit of the entry's currency is worth in that of the books.
  public mutating func enter(_ entry: ExpenseEntry, inMonth month: Int, worth value: Double = 1) {
    months[month] = months[month] + entry.times(value)
  }

  /// The cash flow of these expenses and the benefits of the months; what is sold lowers the cost of its month.
  public func cash(benefits: [Double]) -> CashFlow {
    CashFlow(investment: atStart.cash, benefits: benefits, costs: months.map(\.cash))
  }

  /// The same after a tax on profit, which assets lower by their depreciation and not by their price.
  ///
  /// What runs before the first month lowers the profit of the first year.
  public func cash(benefits: [Double], after tax: IncomeTax) -> CashFlow {
    var depreciation = months.map(\.depreciation)
    if !depreciation.isEmpty { depreciation[0] += atStart.depreciation + atStart.running }
    return tax.afterTax(
      cash(benefits: benefits), depreciation: depreciation, capital: months.map(\.capital),
      bookValueSold: months.map(\.bookValueSold))
  }
}

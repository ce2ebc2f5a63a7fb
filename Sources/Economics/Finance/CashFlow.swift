import Randomness

/// A cash flow by month in one currency: the initial investment, and the benefit and cost of each month.
///
/// The investment lies at time zero and is not discounted; month m, from 1, lies at its end.
public struct CashFlow: Sendable, Hashable {
  /// Spent at time zero.
  public let investment: Double
  /// Benefit of each month.
  public let benefits: [Double]
  /// Cost of each month.
  public let costs: [Double]

  /// Amounts in the currency of the books: at time zero, and at the end of each month.
  public init(
    investment: Double = 0, benefits: [Double], costs: [Double], file: StaticString = #fileID, line: UInt = #line
  ) {
    let months = min(benefits.count, costs.count)
    if benefits.count != costs.count {
      ValidationErrors.report(
        InvalidValue(
          "CashFlow", "\(benefits.count) benefits and \(costs.count) costs: every month has one of each",
          remedy: "write 0 for a month without", location: "\(file):\(line)"))
    }
    self.investment = investment
    self.benefits = benefits.count == months ? benefits : Array(benefits.prefix(months))
    self.costs = costs.count == months ? costs : Array(costs.prefix(months))
  }

  /// Benefit less cost of each month.
  public var net: [Double] { zip(benefits, costs).map { $0 - $1 } }

  /// The investment at time zero and the net cash of each month at its end, for rates of return and the other
  /// figures of a ``CashSeries``.
  public var series: CashSeries { CashSeries(monthsOf: self) }

  /// Cumulative cash from time zero to the end of each month.
  public var cumulative: [Double] { Array(Crossing.accumulate(series.amounts).dropFirst()) }

  /// Cumulative discounted cash from time zero to the end of each month.
  ///
  /// - `rate`: a fraction a year, above −1.
  public func cumulativeDiscounted(
    at rate: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> [Double] {
    guard CashSeries.accepts(rate, "\(file):\(line)") else { return net.map { _ in .nan } }
    return Array(Crossing.accumulate(series.discounted(at: rate)).dropFirst())
  }

  /// Net present value: the investment undiscounted at time zero, month m (from 1) at its end, by (1 + r)^(−m/12).
  ///
  /// What rounding leaves of benefits and costs that are the same is 0: 0.1 · 7 against 0.7 is no gain.
  ///
  /// - `rate`: a fraction a year, above −1.
  public func netPresentValue(at rate: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    let value = series.netPresentValue(at: rate, file: file, line: line)
    guard abs(value) < MoneyTolerance.rounding * turnover else { return value }
    return 0
  }

  /// What comes in and goes out, whichever way.
  private var turnover: Double {
    zip(benefits, costs).reduce(abs(investment)) { $0 + abs($1.0) + abs($1.1) }
  }

  /// The inflection month: the first from which benefit covers cost until the end of the horizon, from 1; `nil` if
  /// never.
  ///
  /// A month from which benefit covers cost only for a while does not count, and a season that the rest of its year
  /// makes up for ends nothing.
  public var inflectionMonth: Int? { coverage.stayingMonth }

  /// From when to when benefit covers cost.
  package var coverage: Coverage { Coverage(benefits: benefits, costs: costs) }

  /// From when to when cumulative cash, discounted at a rate, is at least 0.
  ///
  /// - `rate`: a fraction a year, above −1.
  package func payback(at rate: Double) -> Coverage {
    Coverage(cumulative: Array(Crossing.accumulate(series.discounted(at: rate)).dropFirst()), after: investment)
  }

  /// The payback month: the first from which cumulative cash stays at 0 or above, from 1; `nil` if never, and where nothing
  /// is ever put in or comes. Where nothing has to be put in it is the month in which something comes.
  ///
  /// It is the last crossing: on a curve that dips after a first surplus, the first crossing is not payback. For the
  /// part of a month, see ``CashSeries/payback(discountedAt:file:line:)`` of ``series``.
  public var paybackMonth: Int? { Crossing.back(cumulative, after: investment).map { $0 + 1 } }

  /// The discounted payback month.
  ///
  /// - `rate`: a fraction a year, above −1.
  public func discountedPaybackMonth(
    at rate: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Int? {
    guard CashSeries.accepts(rate, "\(file):\(line)") else { return nil }
    return Crossing.back(cumulativeDiscounted(at: rate), after: investment).map { $0 + 1 }
  }
}

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
  /// What is not paid any more, at time zero and by month.
  private var avoidedAtStart = ExpenseEntry()
  private var avoided: [ExpenseEntry]
  /// Benefits of each month on which no tax is paid.
  private var untaxed: [Double]

  /// An empty ledger of so many months, at least 0.
  public init(months: Int, file: StaticString = #fileID, line: UInt = #line) {
    self.months = Array(repeating: ExpenseEntry(), count: max(months, 0))
    avoided = self.months
    untaxed = self.months.map { _ in 0 }
    if months < 0 {
      ValidationErrors.report(
        InvalidValue("Ledger(months: \(months))", "a number of months is at least 0", location: "\(file):\(line)"))
    }
  }

  /// - `value`: the exchange rate from the entry's currency into that of the books.
  public mutating func enterAtStart(_ entry: ExpenseEntry, worth value: Double = 1) {
    atStart = atStart + entry.times(value)
  }

  /// - `month`: from 0, one of those that the ledger has.
  /// - `value`: the exchange rate from the entry's currency into that of the books.
  public mutating func enter(
    _ entry: ExpenseEntry, inMonth month: Int, worth value: Double = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    guard months.indices.contains(month) else {
      ValidationErrors.report(
        InvalidValue(
          "enter(inMonth: \(month))", "the ledger has the months 0 to \(months.count - 1)",
          location: "\(file):\(line)"))
      return
    }
    months[month] = months[month] + entry.times(value)
  }

  /// Notes what is not paid any more, whose cash stands among the benefits: for the tax, an asset that is not bought is a
  /// depreciation that is not charged.
  ///
  /// - `month`: from 0, one of those that the ledger has; `nil` for time zero.
  /// - `value`: the exchange rate from the entry's currency into that of the books.
  public mutating func avoid(_ entry: ExpenseEntry, inMonth month: Int?, worth value: Double = 1) {
    guard let month else {
      avoidedAtStart = avoidedAtStart + entry.times(value)
      return
    }
    if avoided.indices.contains(month) { avoided[month] = avoided[month] + entry.times(value) }
  }

  /// Notes a part of a month's benefits on which no tax is paid, whoever it comes to.
  ///
  /// - `amount`: in the currency of the books.
  /// - `month`: from 0, one of those that the ledger has.
  package mutating func exempt(_ amount: Double, inMonth month: Int) {
    if untaxed.indices.contains(month) { untaxed[month] += amount }
  }

  /// The cash flow of these expenses and of monthly benefits; proceeds of sales lower the cost of their month.
  public func cash(benefits: [Double]) -> CashFlow {
    CashFlow(investment: atStart.cash, benefits: benefits, costs: months.map(\.cash))
  }

  /// The cash flow after income tax; assets lower the taxable profit by their depreciation and not by their price.
  ///
  /// Operating expense before the first month lowers the profit of the first year.
  public func cash(benefits: [Double], after tax: IncomeTax) -> CashFlow {
    tax.afterTax(
      cash(benefits: benefits), depreciation: taxableCharges, capital: net(\.capital),
      bookValueSold: net(\.bookValueSold))
  }

  /// What lowers the taxable profit of each month without being paid in it.
  private var taxableCharges: [Double] {
    var charges = zip(net(\.depreciation), untaxed).map { $0 + $1 }
    if !charges.isEmpty {
      charges[0] += atStart.depreciation + atStart.running - avoidedAtStart.depreciation - avoidedAtStart.running
    }
    return charges
  }

  /// A part of the entries by month, less that of what is not paid any more.
  private func net(_ part: KeyPath<ExpenseEntry, Double>) -> [Double] {
    zip(months, avoided).map { $0[keyPath: part] - $1[keyPath: part] }
  }

  /// The tax on each month's part of its year's profit, whenever it is due.
  package func accruedTax(benefits: [Double], _ tax: IncomeTax) -> [Double] {
    let profits = tax.profits(
      of: cash(benefits: benefits), depreciation: taxableCharges, capital: net(\.capital),
      bookValueSold: net(\.bookValueSold))
    return tax.accrued(onMonthly: profits)
  }
}

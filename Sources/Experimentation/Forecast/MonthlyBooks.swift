import Demand
import Economics
import Randomness

/// The books of a forecast: what comes in and what goes out in each month, in their currency and in money of its day.
struct MonthlyBooks {
  /// A line of the books, with what a unit of its currency is worth.
  private struct Line<Part> {
    let part: Part
    let currencyValue: Double
    /// By month, as it was entered.
    var months: [Double] = []
    /// By month, of an expense.
    var entries: [ExpenseEntry] = []
    /// Whether what it has in a month rests on what was used in that month, in every month.
    var isOfUse = true
  }

  let books: Books
  private var expenses: [Line<RealisedExpense>]
  private var avoided: [Line<RealisedExpense>]
  private var benefits: [Line<Benefit>]
  private var ledger: Ledger
  private var monthlyBenefits: [Double] = []
  /// The rent of all fleets, by month.
  private(set) var computeCosts: [Double] = []
  /// What remains at the end, and what a unit of its currency is worth; `nil` where nothing does.
  private let terminal: (value: TerminalValue.Kind, currencyValue: Double)?
  private var terminalMonths: [Double] = []
  private let lastMonth: Int
  /// What its expenses make available, in the order of the layout.
  let supplies: [Supply]

  /// - Throws: `InvalidValue` for a part in a currency without an exchange rate, benefits that count twice, an operation
  ///   that the horizon cuts off, a value without end, and supplies that are not those of the layout, or not of every
  ///   month.
  init(_ scenario: Scenario, in books: Books, _ layout: ForecastLayout, streams: Streams) throws(InvalidValue) {
    self.books = books
    func realised(_ parts: [Located<any Expense>], _ kind: String) throws(InvalidValue) -> [Line<RealisedExpense>] {
      var lines: [Line<RealisedExpense>] = []
      lines.reserveCapacity(parts.count)
      for located in parts {
        let part = located.part
        let value = try books.worth(of: part.currency, in: "\(kind) \"\(part.name)\"", located.location)
        let line = Line(part: part.realised(by: streams, over: layout.horizon), currencyValue: value)
        for supply in line.part.supplies where supply.months.count != layout.horizon.months {
          throw InvalidValue(
            "\(kind) \"\(part.name)\"",
            "its supply \"\(supply.name)\" has \(supply.months.count) months and the horizon has \(layout.horizon.months)",
            remedy: "say how much there is in each month of the horizon", location: located.location)
        }
        lines.append(line)
      }
      return lines
    }
    expenses = try realised(scenario.expenses, "cost")
    avoided = try realised(scenario.avoided, "avoided cost")
    benefits = []
    for located in scenario.benefits {
      let part = located.part
      let value = try books.worth(of: part.currency, in: "benefit \"\(part.name)\"", located.location)
      benefits.append(Line(part: part, currencyValue: value))
    }
    ledger = Ledger(months: layout.horizon.months)
    lastMonth = layout.horizon.months - 1
    terminal = try Self.terminalValue(of: scenario, books, layout.horizon)
    for line in expenses { ledger.enterAtStart(line.part.atStart, worth: line.currencyValue) }
    for line in avoided { ledger.avoid(line.part.atStart, inMonth: nil, worth: line.currencyValue) }
    supplies = expenses.flatMap(\.part.supplies)
    guard supplies.count == layout.supplies.count, zip(supplies, layout.supplies).allSatisfy({ $0.name == $1 }) else {
      throw InvalidValue(
        "scenario", "what is delivered differs from one replication to the next",
        remedy: "let an expense have the same supplies always, of 0 where nothing comes")
    }
    if let overlap = BenefitOverlap(among: scenario.benefits.map(\.part)) {
      // The last of those that draw on it is the one too many.
      let last = scenario.benefits.last { $0.part.draws.contains { $0.pool == overlap.pool } }
      throw InvalidValue(
        overlap.error.subject, overlap.error.problem, remedy: overlap.error.remedy, location: last?.location)
    }
  }

  /// What remains at the end. It and the lives may be drawn, so they are checked in each replication.
  private static func terminalValue(
    of scenario: Scenario, _ books: Books, _ horizon: Horizon
  ) throws(InvalidValue) -> (value: TerminalValue.Kind, currencyValue: Double)? {
    for operation in scenario.operations where scenario.terminalValues.isEmpty {
      guard let end = operation.part.end, end > horizon.months else { continue }
      throw InvalidValue(
        "OperatingLife(from: \(end - operation.part.life), months: \(operation.part.life))",
        "the horizon of \(horizon.months) months ends before month \(end), when it ends",
        remedy: "a horizon of \((end + 11) / 12) years, a shorter life, or a TerminalValue of what remains",
        location: operation.location)
    }
    guard let value = scenario.terminalValues.first else { return nil }
    switch value.part.kind {
    case .nothing: return nil
    case .salvage(let currency, _):
      return (value.part.kind, try books.worth(of: currency, in: "TerminalValue", value.location))
    case .perpetuity(let growth):
      guard growth.fraction < books.discountRate else {
        throw InvalidValue(
          "perpetuity(growing: \(growth.fraction))",
          "what grows by as much as it is discounted at, \(books.discountRate), or more has no finite value",
          remedy: "a growth below the discount rate", location: value.location)
      }
      return (value.part.kind, 1)
    }
  }

  /// What was spent at time zero on things that are not paid any more lowers the investment.
  private var investmentAvoided: Double {
    avoided.reduce(0) { $0 + $1.part.atStart.cash * $1.currencyValue }
  }

  /// Enters a month: its costs, the rent of its fleets, and its benefits.
  mutating func close(_ month: MonthOfOperation, compute: Double) {
    let money = books.entered(inMonth: month.index)
    for index in expenses.indices {
      let (entry, isOfUse) = month.watched(expenses[index].part.entry)
      if !isOfUse { expenses[index].isOfUse = false }
      let value = expenses[index].currencyValue * money
      ledger.enter(entry, inMonth: month.index, worth: value)
      expenses[index].months.append(entry.cash * value)
      expenses[index].entries.append(entry.times(value))
    }
    ledger.enter(ExpenseEntry(running: compute), inMonth: month.index, worth: money)
    computeCosts.append(compute * money)
    var benefit = 0.0
    for index in avoided.indices {
      let (found, isOfUse) = month.watched(avoided[index].part.entry)
      if !isOfUse { avoided[index].isOfUse = false }
      let entry = found.times(avoided[index].currencyValue * money)
      let amount = entry.cash
      avoided[index].months.append(amount)
      avoided[index].entries.append(entry)
      ledger.avoid(entry, inMonth: month.index)
      benefit += amount
    }
    for index in benefits.indices {
      let (found, isOfUse) = month.watched(benefits[index].part.amount)
      if !isOfUse { benefits[index].isOfUse = false }
      let amount = found * benefits[index].currencyValue * money
      benefits[index].months.append(amount)
      if !benefits[index].part.isTaxed { ledger.exempt(amount, inMonth: month.index) }
      benefit += amount
    }
    if terminal != nil {
      let amount = month.index == lastMonth ? terminalValue(worth: money) : 0
      terminalMonths.append(amount)
      benefit += amount
    }
    monthlyBenefits.append(benefit)
  }

  /// What remains, at the end of the last month.
  private func terminalValue(worth money: Double) -> Double {
    switch terminal?.value {
    case nil, .nothing: return 0
    case .salvage(_, let amount): return amount * (terminal?.currencyValue ?? 1) * money
    case .perpetuity(let growth):
      func year(_ accrual: Accrual) -> Double { accrual.recurring.suffix(12).reduce(0, +) }
      let benefits =
        avoided.reduce(0) { $0 + year(Self.line($1).accrual) }
        + benefits.reduce(0) { $0 + year(Self.accrual(of: $1)) }
      let costs = expenses.reduce(0) { $0 + year(Self.line($1).accrual) } + computeCosts.suffix(12).reduce(0, +)
      let months = Double(min(lastMonth + 1, 12))
      let margin = max(benefits - costs, 0) * 12 / months
      return margin * (1 + growth.fraction) / (books.discountRate - growth.fraction)
    }
  }

  /// All cash, after tax where there is one.
  var cash: CashFlow {
    let cash =
      books.tax.map { ledger.cash(benefits: monthlyBenefits, after: $0) } ?? ledger.cash(benefits: monthlyBenefits)
    let avoided = investmentAvoided
    guard avoided != 0 else { return cash }
    return CashFlow(investment: cash.investment - avoided, benefits: cash.benefits, costs: cash.costs)
  }

  /// What each expense cost, and the tax; in the order of the layout, behind the rents.
  var costs: [Forecast.Line] {
    var lines = expenses.map(Self.line)
    if let tax = books.tax {
      let before = ledger.cash(benefits: monthlyBenefits)
      let paid = zip(cash.costs, before.costs).map { $0 - $1 }
      lines.append(
        Forecast.Line(
          atStart: 0, months: paid,
          accrual: Accrual(
            recurring: ledger.accruedTax(benefits: monthlyBenefits, tax), once: paid.map { _ in 0 }, onceAtStart: 0)))
    }
    return lines
  }

  private static func line(_ line: Line<RealisedExpense>) -> Forecast.Line {
    let start = line.part.atStart.times(line.currencyValue)
    let isSaid = line.entries.contains { $0.accrued != nil }
    let accrual =
      isSaid
      ? Accrual(
        recurring: line.entries.map { $0.accrued ?? $0.running }, once: line.entries.map(\.once),
        onceAtStart: start.running)
      : line.isOfUse
        ? Accrual(ofUse: line.entries.map(\.running), atStart: start.running)
        : Accrual(of: line.entries.map(\.running), atStart: start.running)
    return Forecast.Line(
      atStart: start.cash, months: line.months, accrual: accrual, start: start, entries: line.entries)
  }

  private static func accrual(of line: Line<Benefit>) -> Accrual {
    line.isOfUse ? Accrual(ofUse: line.months) : Accrual(of: line.months)
  }

  /// What each benefit brought, in the order of the layout.
  var gains: [Forecast.Line] {
    avoided.map(Self.line)
      + benefits.map { Forecast.Line(atStart: 0, months: $0.months, accrual: Self.accrual(of: $0)) }
      + (terminal == nil
        ? []
        : [
          Forecast.Line(
            atStart: 0, months: terminalMonths,
            accrual: Accrual(recurring: terminalMonths.map { _ in 0 }, once: terminalMonths, onceAtStart: 0))
        ])
  }
}

extension Books {
  /// What one unit of a currency is worth.
  /// - Throws: `InvalidValue` where there is no exchange rate, naming the part of the scenario that needs it.
  func worth(
    of currency: CurrencyCode, in part: @autoclosure () -> String, _ location: String
  ) throws(InvalidValue) -> Double {
    guard let value = value(of: currency) else {
      throw InvalidValue(
        part(), "it is in \(currency) and the books are in \(self.currency), without an exchange rate",
        remedy: "add ExchangeRate(\(currency)(1), is: \(self.currency)(…)) to Books", location: location)
    }
    return value
  }
}

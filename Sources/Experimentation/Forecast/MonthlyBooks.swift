import Demand
import Economics
import Randomness

/// The books of a forecast: what comes in and what goes out in each month, in their currency and in money of its day.
struct MonthlyBooks {
  /// A line of the books, with what a unit of its currency is worth.
  private struct Line<Part> {
    let name: String
    let part: Part
    let currencyValue: Double
    /// By month, as it was entered.
    var months: [Double] = []
  }

  let books: Books
  private var expenses: [Line<RealisedExpense>]
  private var avoided: [Line<RealisedExpense>]
  private var benefits: [Line<Benefit>]
  private var ledger: Ledger
  private var monthlyBenefits: [Double] = []
  /// The rent of all fleets, by month.
  private(set) var computeCosts: [Double] = []
  /// What its expenses make available.
  let supplies: [Supply]

  /// - Throws: `InvalidValue` for a part in a currency without an exchange rate, two of one name, and benefits that count
  ///   twice.
  init(_ scenario: Scenario, in books: Books, over horizon: Horizon, streams: Streams) throws(InvalidValue) {
    self.books = books
    try Self.requireOneOfEach(scenario.expenses.map { ($0.part.name, $0.location) }, "cost")
    try Self.requireOneOfEach(
      scenario.avoided.map { ($0.part.name, $0.location) } + scenario.benefits.map { ($0.part.name, $0.location) },
      "benefit")
    func realised(_ parts: [Located<any Expense>], _ kind: String) throws(InvalidValue) -> [Line<RealisedExpense>] {
      var lines: [Line<RealisedExpense>] = []
      for located in parts {
        let (part, location) = (located.part, located.location)
        let value = try books.worth(of: part.currency, in: "\(kind) \"\(part.name)\"", location)
        lines.append(
          Line(name: part.name, part: part.realised(by: streams, over: horizon), currencyValue: value))
      }
      return lines
    }
    expenses = try realised(scenario.expenses, "cost")
    avoided = try realised(scenario.avoided, "avoided cost")
    benefits = []
    for located in scenario.benefits {
      let (part, location) = (located.part, located.location)
      let value = try books.worth(of: part.currency, in: "benefit \"\(part.name)\"", location)
      benefits.append(Line(name: part.name, part: part, currencyValue: value))
    }
    ledger = Ledger(months: horizon.months)
    for line in expenses { ledger.enterAtStart(line.part.atStart, worth: line.currencyValue) }
    supplies = expenses.flatMap(\.part.supplies)
    if let overlap = BenefitOverlap(among: scenario.benefits.map(\.part)) {
      // The last of those that draw on it is the one too many.
      let last = scenario.benefits.last { $0.part.draws.contains { $0.pool == overlap.pool } }
      throw InvalidValue(
        overlap.error.subject, overlap.error.problem, remedy: overlap.error.remedy, location: last?.location)
    }
  }

  /// How much there is of a supply in a month.
  func supply(_ name: String, inMonth month: Int) -> Double {
    supplies.first { $0.name == name }?.months[month] ?? 0
  }

  private static func requireOneOfEach(
    _ names: [(name: String, location: String?)], _ kind: String
  ) throws(InvalidValue) {
    for (index, (name, location)) in names.enumerated() where names[..<index].contains(where: { $0.name == name }) {
      throw InvalidValue(
        "\(kind) \"\(name)\"", "there are two of that name", remedy: "leave one out, or call it something else",
        location: location)
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
      let entry = expenses[index].part.entry(in: month)
      let value = expenses[index].currencyValue * money
      ledger.enter(entry, inMonth: month.index, worth: value)
      expenses[index].months.append(entry.cash * value)
    }
    ledger.enter(ExpenseEntry(running: compute), inMonth: month.index, worth: money)
    computeCosts.append(compute * money)
    var benefit = 0.0
    for index in avoided.indices {
      let amount = avoided[index].part.entry(in: month).cash * avoided[index].currencyValue * money
      avoided[index].months.append(amount)
      benefit += amount
    }
    for index in benefits.indices {
      let amount = benefits[index].part.amount(in: month) * benefits[index].currencyValue * money
      benefits[index].months.append(amount)
      benefit += amount
    }
    monthlyBenefits.append(benefit)
  }

  /// All cash, after tax where there is one.
  var cash: CashFlow {
    let cash =
      books.tax.map { ledger.cash(benefits: monthlyBenefits, after: $0) } ?? ledger.cash(benefits: monthlyBenefits)
    let avoided = investmentAvoided
    guard avoided != 0 else { return cash }
    return CashFlow(investment: cash.investment - avoided, benefits: cash.benefits, costs: cash.costs)
  }

  /// What each expense cost, by month, and the tax.
  var costs: [Forecast.Line] {
    var lines = expenses.map {
      Forecast.Line(name: $0.name, atStart: $0.part.atStart.cash * $0.currencyValue, months: $0.months)
    }
    if books.tax != nil {
      let before = ledger.cash(benefits: monthlyBenefits)
      lines.append(
        Forecast.Line(name: "tax on profit", atStart: 0, months: zip(cash.costs, before.costs).map { $0 - $1 }))
    }
    return lines
  }

  /// What each benefit brought, by month.
  var gains: [Forecast.Line] {
    avoided.map { Forecast.Line(name: $0.name, atStart: $0.part.atStart.cash * $0.currencyValue, months: $0.months) }
      + benefits.map { Forecast.Line(name: $0.name, atStart: 0, months: $0.months) }
  }
}

extension Books {
  /// What one unit of a currency is worth.
  /// - Throws: `InvalidValue` where there is no exchange rate, naming the part of the scenario that needs it.
  func worth(of currency: CurrencyCode, in part: String, _ location: String?) throws(InvalidValue) -> Double {
    guard let value = value(of: currency) else {
      throw InvalidValue(
        part, "it is in \(currency) and the books are in \(self.currency), without an exchange rate",
        remedy: "add ExchangeRate(\(currency)(1), is: \(self.currency)(…)) to Books", location: location)
    }
    return value
  }
}

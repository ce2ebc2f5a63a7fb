import Demand
import Economics
import Randomness

/// The books of a forecast: what comes in and what goes out in each month, in their currency.
struct MonthlyBooks {
  let books: Books
  private let costs: [(cost: Cost, currencyValue: Double)]
  private let benefits: [(benefit: Benefit, currencyValue: Double)]
  private let investment: Double
  private var monthlyCosts: [Double] = []
  private var monthlyBenefits: [Double] = []
  /// The rent of all fleets, by month.
  private(set) var computeCosts: [Double] = []

  /// - Throws: `InvalidValue` for a part in a currency without an exchange rate, and for benefits that count twice.
  init(_ scenario: Scenario, in books: Books) throws(InvalidValue) {
    self.books = books
    var costs: [(Cost, Double)] = []
    for cost in scenario.costs {
      costs.append((cost, try books.worth(of: cost.currency, in: "cost \"\(cost.name)\"")))
    }
    self.costs = costs
    var benefits: [(Benefit, Double)] = []
    for benefit in scenario.benefits {
      benefits.append((benefit, try books.worth(of: benefit.currency, in: "benefit \"\(benefit.name)\"")))
    }
    self.benefits = benefits
    var investment = 0.0
    for part in scenario.investments {
      investment += part.amount * (try books.worth(of: part.currency, in: "investment \"\(part.name)\""))
    }
    self.investment = investment
    try BenefitOverlap.requireNone(among: scenario.benefits)
  }

  /// Enters a month: the rent of its fleets, its costs and its benefits.
  mutating func close(_ month: MonthOfOperation, compute: Double) {
    let years = Double(month.index) / 12
    computeCosts.append(compute)
    monthlyCosts.append(compute + costs.reduce(0) { $0 + $1.cost.amount(after: years) * $1.currencyValue })
    monthlyBenefits.append(benefits.reduce(0) { $0 + $1.benefit.amount(in: month) * $1.currencyValue })
  }

  var cash: CashFlow { CashFlow(investment: investment, benefits: monthlyBenefits, costs: monthlyCosts) }
}

extension Books {
  /// What one unit of a currency is worth.
  /// - Throws: `InvalidValue` where there is no exchange rate, naming the part of the scenario that needs it.
  func worth(of currency: CurrencyCode, in part: String) throws(InvalidValue) -> Double {
    guard let value = value(of: currency) else {
      throw InvalidValue(
        part, "it is in \(currency) and the books are in \(self.currency), without an exchange rate",
        remedy: "add ExchangeRate(\(currency)(1), is: \(self.currency)(…)) to Books")
    }
    return value
  }
}

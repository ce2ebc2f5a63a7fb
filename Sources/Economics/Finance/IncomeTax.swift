import Randomness

/// An income tax on the profit of each year.
///
/// ```swift
/// let tax = IncomeTax(rate: 0.25, losses: .carriedForward(years: 5))
/// tax.amounts(onMonthly: profits)
/// ```
/// A tax year is twelve months from the start, and its tax is paid in its last month; remaining months at the end are a
/// tax year of their own. Taxable profit is benefit less operating cost less depreciation: the price of an asset is not
/// deducted, its depreciation is.
public struct IncomeTax: Sendable, Hashable {
  /// The treatment of a loss.
  public enum Losses: Sendable, Hashable {
    /// Carried forward against later profits: for so many years, or without limit where `nil`.
    case carriedForward(years: Int? = nil)
    /// Set off against the company's other profits in the same year: a negative tax here.
    case setOffElsewhere
    /// Not deductible.
    case lost
  }

  /// The tax rate, a share of the profit.
  public let rate: Double
  /// The treatment of losses.
  public let losses: Losses

  /// - `rate`: a share of the profit, from 0 to 1.
  public init(
    rate: Double, losses: Losses = .carriedForward(), file: StaticString = #fileID, line: UInt = #line
  ) {
    self.rate = rate
    self.losses = losses
    let location = "\(file):\(line)"
    if !(0...1).contains(rate) {
      ValidationErrors.report(
        InvalidValue(
          "IncomeTax(rate: \(rate))", "a tax takes a share of the profit, from 0 to 1", remedy: "25 % is 0.25",
          location: location))
    }
    if case .carriedForward(let years?) = losses, years < 0 {
      ValidationErrors.report(
        InvalidValue("carriedForward(years: \(years))", "a number of years is at least 0", location: location))
    }
  }

  /// The tax of each month, of the profit of each month.
  public func amounts(onMonthly profits: [Double]) -> [Double] {
    var taxes = Array(repeating: 0.0, count: profits.count)
    // Losses that can still be used, the oldest first.
    var carried: [(year: Int, amount: Double)] = []
    for (year, start) in stride(from: 0, to: profits.count, by: 12).enumerated() {
      let end = min(start + 12, profits.count)
      var profit = profits[start..<end].reduce(0, +)
      switch losses {
      case .setOffElsewhere: break
      case .lost: profit = max(profit, 0)
      case .carriedForward(let years):
        carried.removeAll { loss in years.map { year - loss.year > $0 } ?? false }
        if profit < 0 {
          carried.append((year, -profit))
          profit = 0
        }
        for index in carried.indices {
          let used = min(profit, carried[index].amount)
          carried[index].amount -= used
          profit -= used
        }
        carried.removeAll { $0.amount <= 0 }
      }
      taxes[end - 1] = rate * profit
    }
    return taxes
  }

  /// Cash after tax: the taxes are added to the costs.
  ///
  /// - `cash`: before tax; its investment buys assets and is not deducted.
  /// - `depreciation`: the charge of each month.
  /// - `capital`: the part of each month's cost that buys assets, and is charged as depreciation instead.
  /// - `bookValueSold`: the book value of what is sold in each month. Its proceeds stand among the benefits, so that
  ///   the gain over book value is what is taxed.
  public func afterTax(
    _ cash: CashFlow, depreciation: [Double] = [], capital: [Double] = [], bookValueSold: [Double] = []
  ) -> CashFlow {
    func value(_ amounts: [Double], _ month: Int) -> Double { month < amounts.count ? amounts[month] : 0 }
    let profits = cash.net.enumerated().map { month, net in
      net + value(capital, month) - value(depreciation, month) - value(bookValueSold, month)
    }
    let taxes = amounts(onMonthly: profits)
    return CashFlow(
      investment: cash.investment, benefits: cash.benefits, costs: zip(cash.costs, taxes).map { $0 + $1 })
  }
}

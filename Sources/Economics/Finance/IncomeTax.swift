import Randomness

/// An income tax on the profit of each year.
///
/// ```swift
/// let tax = IncomeTax(rate: 0.25, losses: .carriedForward(years: 5))
/// tax.amounts(onMonthly: profits)
/// IncomeTax(rate: 0.25, paid: .afterYearEnd(months: 5))
/// ```
/// A tax year is twelve months from the start, and its tax is paid in its last month unless told otherwise; remaining
/// months at the end are a tax year of their own. What is due beyond the last month is paid in it. Taxable profit is benefit less operating cost less depreciation: the price of an asset is not
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

  /// When the tax of a year is paid.
  public enum Payment: Sendable, Hashable {
    /// In the last month of the year.
    case inLastMonth
    /// In equal parts, in the last months of the quarters of the year.
    case quarterly
    /// So many months after the end of the year: 5 for the settlement of China's enterprise income tax.
    case afterYearEnd(months: Int)
  }

  /// The tax rate, a share of the profit.
  public let rate: Double
  /// When the tax of a year is paid.
  public let payment: Payment
  /// The treatment of losses.
  public let losses: Losses

  ///
  /// - `rate`: a share of the profit, from 0 to 1.
  /// - `payment`: when the tax of a year is paid: in its last month unless told otherwise.
  public init(
    rate: Double, losses: Losses = .carriedForward(), paid payment: Payment = .inLastMonth,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.rate = rate
    self.losses = losses
    self.payment = payment
    let location = "\(file):\(line)"
    if !(0...1).contains(rate) {
      ValidationErrors.report(
        InvalidValue(
          "IncomeTax(rate: \(rate))", "a tax takes a share of the profit, from 0 to 1", remedy: "25 % is 0.25",
          location: location))
    }
    if case .afterYearEnd(let months) = payment, months < 0 {
      ValidationErrors.report(
        InvalidValue("afterYearEnd(months: \(months))", "a number of months is at least 0", location: location))
    }
    if case .carriedForward(let years?) = losses, years < 0 {
      ValidationErrors.report(
        InvalidValue("carriedForward(years: \(years))", "a number of years is at least 0", location: location))
    }
  }

  /// The tax that is paid in each month, of the profit of each month.
  public func amounts(onMonthly profits: [Double]) -> [Double] {
    var taxes = Array(repeating: 0.0, count: profits.count)
    for (months, tax) in years(of: profits) {
      for month in dueMonths(of: months) {
        taxes[min(month, profits.count - 1)] += tax / Double(dueMonths(of: months).count)
      }
    }
    return taxes
  }

  /// The tax of each year in equal parts over its months, whenever it is paid.
  public func accrued(onMonthly profits: [Double]) -> [Double] {
    years(of: profits).flatMap { months, tax in months.map { _ in tax / Double(months.count) } }
  }

  /// The months in which the tax of a year is paid, in equal parts.
  private func dueMonths(of year: Range<Int>) -> [Int] {
    switch payment {
    case .inLastMonth: [year.upperBound - 1]
    case .afterYearEnd(let months): [year.upperBound - 1 + max(months, 0)]
    case .quarterly: stride(from: year.lowerBound, to: year.upperBound, by: 3).map { min($0 + 3, year.upperBound) - 1 }
    }
  }

  /// The tax of each tax year.
  private func years(of profits: [Double]) -> [(months: Range<Int>, tax: Double)] {
    var taxes: [(months: Range<Int>, tax: Double)] = []
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
      taxes.append((start..<end, rate * profit))
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
    let taxes = amounts(
      onMonthly: profits(of: cash, depreciation: depreciation, capital: capital, bookValueSold: bookValueSold))
    return CashFlow(
      investment: cash.investment, benefits: cash.benefits, costs: zip(cash.costs, taxes).map { $0 + $1 })
  }

  /// The taxable profit of each month.
  func profits(
    of cash: CashFlow, depreciation: [Double], capital: [Double], bookValueSold: [Double]
  ) -> [Double] {
    func value(_ amounts: [Double], _ month: Int) -> Double { month < amounts.count ? amounts[month] : 0 }
    return cash.net.enumerated().map { month, net in
      net + value(capital, month) - value(depreciation, month) - value(bookValueSold, month)
    }
  }
}

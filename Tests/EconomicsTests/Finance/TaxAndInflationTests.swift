import Economics
import Foundation
import Testing

@Suite struct TaxAndInflationTests {
  private func monthly(_ years: [Double]) -> [Double] {
    years.flatMap { Array(repeating: $0 / 12, count: 12) }
  }

  /// What is paid with the last month of each year.
  private func yearly(_ taxes: [Double]) -> [Double] { stride(from: 11, to: taxes.count, by: 12).map { taxes[$0] } }

  @Test func `losses carried forward lower later taxes until they are used up or too old`() {
    let profits = monthly([-100, 40, 40, 40, -10, 30])
    func taxes(_ losses: IncomeTax.Losses) -> [Double] {
      yearly(IncomeTax(rate: 0.25, losses: losses).amounts(onMonthly: profits)).map { ($0 * 1e9).rounded() / 1e9 }
    }
    #expect(taxes(.carriedForward()) == [0, 0, 0, 5, 0, 5])
    #expect(taxes(.carriedForward(years: 1)) == [0, 0, 10, 10, 0, 5])
    #expect(taxes(.lost) == [0, 10, 10, 10, 0, 7.5])
    #expect(taxes(.setOffElsewhere) == [-25, 10, 10, 10, -2.5, 7.5])
  }

  @Test func `the months left over at the end are taxed with the last`() {
    let taxes = IncomeTax(rate: 0.5).amounts(onMonthly: Array(repeating: 2, count: 15))
    #expect(taxes[11] == 12 && taxes[14] == 3)
    #expect(taxes.reduce(0, +) == 15)
  }

  @Test func `depreciation shields profit by the rate times its worth`() {
    let cash = CashFlow(investment: 600, benefits: monthly([500, 500, 500]), costs: monthly([100, 100, 100]))
    let tax = IncomeTax(rate: 0.25)
    let charges = Depreciation(of: USD(600), months: 36).charges.map(\.amount)
    let shielded = tax.afterTax(cash, depreciation: charges)
    let bare = tax.afterTax(cash)
    let shield = shielded.netPresentValue(at: 0.1) - bare.netPresentValue(at: 0.1)
    // A charge of 200 a year saves 50 of tax at the end of each year.
    let factor = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    #expect(near(shield, 50 * factor))
    let taxes = zip(bare.costs, cash.costs).map { $0 - $1 }
    #expect(near(taxes.reduce(0, +), 300))
  }

  @Test func `what is spent on assets is no cost of the year, and what they are sold for is taxed over book value`() {
    // Bought in month 0 for 120, charged 10 a month, sold in month 11 at its book value of 30 for 50.
    var costs = Array(repeating: 0.0, count: 12)
    costs[0] = 120
    var benefits = Array(repeating: 20.0, count: 12)
    benefits[11] += 50
    var sold = Array(repeating: 0.0, count: 12)
    sold[11] = 30
    var capital = Array(repeating: 0.0, count: 12)
    capital[0] = 120
    let charges = Array(repeating: 10.0, count: 9)
    let after = IncomeTax(rate: 0.25).afterTax(
      CashFlow(benefits: benefits, costs: costs), depreciation: charges, capital: capital, bookValueSold: sold)
    // 240 of revenue less 90 of charges, and a gain of 20.
    #expect(abs(after.costs[11] - 0.25 * (240 - 90 + 20)) < 1e-9)
  }

  @Test func `nominal cash at a nominal rate and real cash at the real rate are worth the same`() {
    let inflation = Inflation(0.03.perYear)
    let nominal = CashSeries(monthly: (0...36).map { $0 == 0 ? -1000 : 40 + Double($0) })
    let real = inflation.real(0.08.perYear)
    #expect(abs(real.fraction - (1.08 / 1.03 - 1)) < 1e-15)
    #expect(
      abs(nominal.netPresentValue(at: 0.08) - inflation.real(nominal).netPresentValue(at: real.fraction)) < 1e-9)
    #expect(abs(inflation.nominal(real).fraction - 0.08) < 1e-15)
    let there = inflation.nominal(inflation.real(nominal))
    for (a, b) in zip(there.amounts, nominal.amounts) { #expect(abs(a - b) < 1e-9) }
  }

  @Test func `what cannot be a tax or an inflation is refused`() {
    #expect((refusal { _ = IncomeTax(rate: 25) } ?? "").contains("25 % is 0.25"))
    #expect(refusal { _ = IncomeTax(rate: 0.25, losses: .carriedForward(years: -1)) } != nil)
    #expect(refusal { _ = Inflation((-1).perYear) } != nil)
  }
}

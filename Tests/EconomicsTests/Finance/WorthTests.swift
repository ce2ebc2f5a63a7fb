import Economics
import Foundation
import Testing

@Suite struct WorthTests {
  @Test func `a spreadsheet discounts the first amount by a period, and the other way by none`() {
    let flows = [-100.0, 39, 59, 55, 20]
    let here = CashSeries(yearly: flows).netPresentValue(at: 0.1)
    let spreadsheet = CashSeries(yearly: flows, timeZero: .spreadsheet).netPresentValue(at: 0.1)
    #expect(abs(spreadsheet - here / 1.1) < 1e-12)
    // The rates of return do not depend on where time zero is.
    let rates = CashSeries(yearly: flows, timeZero: .spreadsheet).ratesOfReturn
    #expect(near(rates.only, CashSeries(yearly: flows).ratesOfReturn.only ?? .nan))
  }

  @Test func `twelve months at their ends are a year`() {
    var amounts = Array(repeating: 0.0, count: 13)
    amounts[12] = 110
    #expect(abs(CashSeries(monthly: amounts).netPresentValue(at: 0.1) - 100) < 1e-12)
  }

  @Test func `amounts on days in any order have one value, and a leap day counts`() {
    let days: [(CalendarDay, Double)] = [
      (.day(2027, 12, 31), -500), (.day(2029, 12, 31), 290), (.day(2028, 2, 29), 120), (.day(2028, 12, 31), 210),
    ]
    let series = CashSeries(dated: days)
    #expect(series.times == [0, 60, 366, 731].map { Double($0) / 365 })
    #expect(abs(series.netPresentValue(at: 0.1) - 48.60065304712009) < 1e-9)
  }

  @Test func `payback is the last crossing, interpolated, where the first is not the last`() {
    // 0, -10, 2, -4, 6 at the years 0 to 4.
    let payback = CashSeries(yearly: [-10, 12, -6, 10]).payback()
    #expect(near(payback.firstCrossing, 10.0 / 12))
    #expect(near(payback.years, 2.4))
    #expect(near(payback.months, 28.8))
    let never = CashSeries(yearly: [-10, 12, -6]).payback()
    #expect(never.years == nil && never.firstCrossing != nil)
  }

  @Test func `a flow that comes out at 0 has paid back, whatever the rounding`() {
    // 0.1 + 0.2 − 0.3 is 5.6e-17 in binary, and −0.3 + 0.1 + 0.2 is −2.8e-17.
    #expect(CashSeries(yearly: [-0.3, 0.1, 0.2]).payback().years == 2)
    #expect(CashFlow(investment: 0.3, benefits: [0.1, 0.2], costs: [0, 0]).paybackMonth == 2)
  }

  @Test(arguments: [1.0, 3, 1e-30, 1e30]) func `equal amounts that are rounded apart are worth nothing`(_ size: Double)
  {
    // 0.1 · 7 is 0.7000000000000001 in binary.
    let flow = CashFlow(
      investment: 0, benefits: Array(repeating: 0.1 * 7 * size, count: 24),
      costs: Array(repeating: 0.7 * size, count: 24))
    #expect(flow.netPresentValue(at: 0) == 0 && flow.netPresentValue(at: 0.1) == 0)
    // A millionth of a millionth of what comes in is a gain.
    let gaining = CashFlow(investment: 0, benefits: [size * (1 + 1e-12)], costs: [size])
    #expect(gaining.netPresentValue(at: 0) > 0)
  }

  @Test func `whole months of payback round the interpolated ones up`() {
    let flow = CashFlow(
      investment: 100, benefits: Array(repeating: 12, count: 24), costs: Array(repeating: 3, count: 24))
    let months = flow.series.payback().months ?? .nan
    #expect(abs(months - 100.0 / 9) < 1e-9)
    #expect(flow.paybackMonth == Int(months.rounded(.up)))
    let discounted = flow.series.payback(discountedAt: 0.3).months ?? .nan
    #expect(flow.discountedPaybackMonth(at: 0.3) == Int(discounted.rounded(.up)))
  }

  @Test func `the equivalent annual cost compares lives of three and of five years`() {
    let three = CashSeries(yearly: [-1000, -100, -100, -100])
    let annual = three.equivalentAnnualAmount(at: 0.1)
    // 1000 over an annuity factor of 2.48685, and the 100 a year.
    let factor = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    #expect(near(annual, -1000 / factor - 100))
    // The same asset bought again and again has the same annual cost.
    let twice = CashSeries(yearly: [-1000, -100, -100, -1100, -100, -100, -100])
    #expect(abs(twice.equivalentAnnualAmount(at: 0.1) - annual) < 1e-9)
    #expect(three.equivalentAnnualAmount(at: 0) == -1300.0 / 3)
  }

  @Test func `total cost of ownership is the worth of its lines, and a levelised price pays for it`() {
    let server = CostOfOwnership(
      at: 0.1,
      [
        ("purchase", CashSeries(yearly: [-40_000])), ("power", CashSeries(yearly: [0, -5000, -5000, -5000])),
        ("resale", CashSeries(yearly: [0, 0, 0, 8000])),
      ])
    let factor = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    #expect(near(server.total, 40_000 + 5000 * factor - 8000 / 1.331))
    #expect(near(server["resale"], -8000 / 1.331))
    #expect(server["rent"] == nil)
    let tokens = [0.0, 900, 1000, 1100]
    let price = server.levelised(over: CashSeries(yearly: tokens)) ?? .nan
    let sold = CashSeries(yearly: [-40_000, -5000, -5000, 3000])
    let paid = CashSeries(yearly: tokens.map { $0 * price })
    #expect(abs(sold.netPresentValue(at: 0.1) + paid.netPresentValue(at: 0.1)) < 1e-8)
    #expect(server.levelised(over: CashSeries(yearly: [0, 0])) == nil)
  }

  @Test func `a unit costs the ratio of sums, not the mean of ratios`() {
    let chat = UnitEconomics(
      units: [100, 900], revenue: [300, 2700], variableCost: [100, 450], fixedCost: [400, 400])
    #expect(chat.costPerUnit == 1.35)
    let meanOfRatios = (500.0 / 100 + 850.0 / 900) / 2
    #expect(meanOfRatios > 2.9)
    #expect(chat.contributionPerUnit == 2.45 && chat.contributionMargin == 2450.0 / 3000)
    #expect(chat.breakEvenUnits == 800 / 2.45)
    #expect(UnitEconomics(units: [0], fixedCost: [10]).costPerUnit == nil)
    #expect(UnitEconomics(units: [10], revenue: [10], variableCost: [20]).breakEvenUnits == nil)
  }

  @Test func `a discount rate of −100 % or less is refused, and says what it should be`() {
    let series = CashSeries(yearly: [-1, 2])
    for rate in [-1, -1.5, .nan, .infinity] {
      let complaint = refusal { _ = series.netPresentValue(at: rate) } ?? "nothing"
      #expect(complaint.contains("WorthTests.swift") && complaint.contains("above -1"))
      #expect(refusal { _ = series.payback(discountedAt: rate) } != nil)
      #expect(refusal { _ = series.modifiedRateOfReturn(financing: rate, reinvesting: 0.1) } != nil)
      #expect(refusal { _ = series.profitabilityIndex(at: rate) } != nil)
      #expect(refusal { _ = series.equivalentAnnualAmount(at: rate) } != nil)
      #expect(refusal { _ = CashFlow(benefits: [1], costs: [0]).netPresentValue(at: rate) } != nil)
    }
    #expect(refusal { _ = series.netPresentValue(at: -0.99) } == nil)
  }

  @Test func `what cannot be an amount, a day or an order of days is refused`() {
    #expect(
      (refusal { _ = CashSeries(yearly: [-1, .nan]) } ?? "").contains("amount 2 of the cash flow: it is not a number"))
    #expect((refusal { _ = CalendarDay.day(2027, 2, 29) } ?? "").contains("there is no such day"))
    #expect(refusal { _ = CalendarDay.day(2028, 2, 29) } == nil)
    let early = refusal { _ = CashSeries(dated: [(.day(2026, 2, 1), -1), (.day(2026, 1, 1), 2)]) } ?? ""
    #expect(early.contains("an amount on 2026-01-01") && early.contains("put the earliest day first"))
  }
}

import Economics
import Foundation
import Testing

@Suite struct CashFlowTests {
  @Test func `the value of an equal flow is that of an annuity`() {
    let monthly = pow(1.1, 1.0 / 12) - 1
    let annuity = 100 * (1 - pow(1 + monthly, -36)) / monthly
    let flow = CashFlow(
      investment: 500, benefits: Array(repeating: 150, count: 36), costs: Array(repeating: 50, count: 36))
    #expect(abs(flow.netPresentValue(at: 0.1) - (annuity - 500)) < 1e-9)
    #expect(flow.netPresentValue(at: 0) == 36 * 100 - 500)
  }

  @Test(arguments: [
    // Flows of numpy-financial's reference cases, and their value at 5, 10 and 25 %.
    ([-100.0, 39, 59, 55, 20], [54.6227137869509, 39.19745918994602, 5.312000000000001]),
    ([-1000, 310, 310, 310, 310, 310], [342.13776789555385, 175.14389851661866, -166.32319999999999]),
  ])
  func `flows at the ends of years have the value that a peer finds`(flows: [Double], values: [Double]) {
    let years = flows.count - 1
    var benefits = Array(repeating: 0.0, count: 12 * years)
    for year in 1...years { benefits[12 * year - 1] = flows[year] }
    let flow = CashFlow(investment: -flows[0], benefits: benefits, costs: Array(repeating: 0, count: 12 * years))
    for (rate, value) in zip([0.05, 0.10, 0.25], values) {
      #expect(abs(flow.netPresentValue(at: rate) - value) < 1e-9 * abs(value))
    }
  }

  @Test func `payback is the last crossing of a curve that dips again`() {
    let flow = CashFlow(investment: 10, benefits: [12, 0, 0, 5, 9, 1], costs: [0, 4, 2, 0, 0, 0])
    // 2, -2, -4, 1, 10, 11
    #expect(flow.cumulative == [2, -2, -4, 1, 10, 11])
    #expect(flow.paybackMonth == 4)
    // 12, -4, -2, 5, 9, 1
    #expect(flow.inflectionMonth == 4)
  }

  @Test func `what does not come has no month`() {
    let flow = CashFlow(investment: 10, benefits: [12, 1], costs: [0, 4])
    #expect(flow.paybackMonth == nil && flow.inflectionMonth == nil)
    #expect(flow.discountedPaybackMonth(at: 0.1) == nil)
  }

  @Test func `what is there from the start has month 1`() {
    let flow = CashFlow(benefits: [2, 2], costs: [1, 2])
    #expect(flow.inflectionMonth == 1 && flow.paybackMonth == 1)
  }

  @Test func `discounting puts payback off`() {
    let flow = CashFlow(
      investment: 100, benefits: Array(repeating: 10, count: 36), costs: Array(repeating: 0, count: 36))
    #expect(flow.paybackMonth == 10)
    #expect(flow.discountedPaybackMonth(at: 0) == 10)
    // 10·(1 − v^n)/i ≥ 100 with i = 1.5^(1/12) − 1 = 3.44 %: n = 12.46, so 13.
    #expect(flow.discountedPaybackMonth(at: 0.5) == 13)
  }

  @Test func `months without a cost, and months that a ledger has not, are refused where they are written`() {
    let refused = refusal { _ = CashFlow(benefits: [1, 2], costs: [1]) }
    #expect(refused?.contains("CashFlowTests.swift:") ?? false)
    #expect(refused?.contains("2 benefits and 1 costs") ?? false)
    var ledger = Ledger(months: 2)
    #expect(refusal { ledger.enter(ExpenseEntry(running: 1), inMonth: 1) } == nil)
    #expect(refusal { ledger.enter(ExpenseEntry(running: 1), inMonth: 2) }?.contains("the months 0 to 1") ?? false)
    #expect(ledger.months.map(\.running) == [0, 1])
  }
}

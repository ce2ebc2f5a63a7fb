import Economics
import Foundation
import Testing
import ValidationRecord

@Suite struct InvestmentTimingTests {
  @Test func `at r = 10 % and a fall of 40 % the best time is 3.5 years after plain break-even`() {
    let rule = FallingCostRule(discounting: force(0.10), costFalling: 0.4.perYear)
    let fall = -log(0.6)
    #expect(near(rule.delay, log(1 + fall / 0.1) / fall))
    #expect(
      Validation.comparison(
        .waiting, "a cost that falls by 40 % a year, discounted at 10 %", "years to wait after break-even",
        expected: 3.54, found: rule.delay, tolerance: 0.005, absolute: true))
    // With 10 % compounded once a year it is a little more.
    #expect(near(FallingCostRule(discounting: 0.1.perYear, costFalling: 0.4.perYear).delay, 3.62, within: 0.005))
    #expect(near(FallingCostRule(discounting: force(0.1), costFalling: 1e-9.perYear).delay, 10, within: 1e-6))
    #expect(FallingCostRule(discounting: force(0.1), costFalling: 0.perYear).delay == 1 / force(0.1).force)
  }

  @Test func `the best time has the highest worth of all times, and lies the delay after break-even`() {
    let rule = FallingCostRule(discounting: force(0.08), costFalling: 0.35.perYear)
    let (benefit, cost) = (10.0, 400.0)
    let fall = -log(0.65)
    func worth(_ time: Double) -> Double {
      exp(-0.08 * time) * (benefit / 0.08 - cost * exp(-fall * time))
    }
    let best = rule.bestTime(benefit: benefit, cost: cost) ?? .nan
    #expect(worth(best) > worth(best - 0.01) && worth(best) > worth(best + 0.01))
    #expect(near(best - (rule.breakEven(benefit: benefit, cost: cost) ?? .nan), rule.delay))
    #expect(rule.breakEven(benefit: 32, cost: cost) == 0)
    #expect(rule.bestTime(benefit: 1000, cost: cost) == 0)
    #expect(rule.bestTime(benefit: 0, cost: cost) == nil)
    #expect(FallingCostRule(discounting: 0.1.perYear, costFalling: 0.perYear).bestTime(benefit: 1, cost: 100) == nil)
  }

  @Test func `the perpetual option without uncertainty is the rule of the falling cost`() {
    // A benefit b for ever is worth b/r, of which waiting loses b a year: a share r. The rule b = (r + δ) I is V/I = 1
    // + δ/r.
    let fall = 0.4.perYear
    let rule = PerpetualOption(discounting: force(0.1), forgoing: force(0.1), volatility: 0, costFalling: fall)
    #expect(near(rule.hurdle, 1 - log(0.6) / 0.1))
    // Uncertainty puts it off further, and without a limit to it.
    var hurdle = rule.hurdle ?? .nan
    for volatility in [0.1, 0.3, 0.6] {
      let wary =
        PerpetualOption(
          discounting: force(0.1), forgoing: force(0.1), volatility: volatility, costFalling: fall
        ).hurdle ?? .nan
      #expect(wary > hurdle)
      hurdle = wary
    }
    // And the worth of waiting is that of the best time.
    let timing = FallingCostRule(discounting: force(0.1), costFalling: fall)
    let time = timing.bestTime(benefit: 10, cost: 300) ?? .nan
    let worth = exp(-0.1 * time) * (100 - 300 * exp(log(0.6) * time))
    #expect(near(rule.worth(value: 100, cost: 300), worth))
  }

  /// Against the option without uncertainty, which it comes near to in proportion to the variance.
  @Test(arguments: [1e-4, 1e-7, 1e-8, 1e-9, 1e-150, 1e-200])
  func `next to no uncertainty is next to none`(_ volatility: Double) {
    for fall in [0.0, 0.4] {
      func option(_ volatility: Double) -> PerpetualOption {
        PerpetualOption(
          discounting: 0.08.perYear, forgoing: 0.03.perYear, volatility: volatility, costFalling: fall.perYear)
      }
      let (rule, certain) = (option(volatility), option(0))
      #expect(near(rule.exponent / certain.exponent, 1, within: 1e-6))
      #expect(near(rule.worth(value: 100, cost: 90) / certain.worth(value: 100, cost: 90), 1, within: 1e-6))
    }
  }

  @Test func `a long option comes near the perpetual one`() {
    let rule = PerpetualOption(discounting: force(0.08), forgoing: force(0.3), volatility: 0.5)
    let long = InvestmentOption(
      value: 1.1, cost: 1, discounting: force(0.08), forgoing: force(0.3), volatility: 0.5, years: 20)
    #expect(
      Validation.comparison(
        .waiting, "an option of 20 years", "value: perpetual option, option of 20 years",
        expected: rule.worth(value: 1.1, cost: 1), found: long.valuation().value, tolerance: 0.0005))
    // Either side of the hurdle of 1.506.
    func invests(_ value: Double) -> Bool {
      InvestmentOption(
        value: value, cost: 1, discounting: force(0.08), forgoing: force(0.3), volatility: 0.5, years: 20
      ).valuation().investsToday
    }
    #expect(!invests(1.505) && invests(1.507))
  }

  @Test func `without volatility it is the best of its dates`() {
    let certain = InvestmentOption(
      value: 100, cost: 300, discounting: force(0.1), forgoing: force(0.1), volatility: 0, costFalling: 0.4.perYear,
      years: 10)
    let rule = PerpetualOption(discounting: force(0.1), forgoing: force(0.1), volatility: 0, costFalling: 0.4.perYear)
    #expect(near(certain.valuation().value / rule.worth(value: 100, cost: 300), 1, within: 1e-5))
  }

  @Test func `a right to invest more often is worth more, and waiting is never worth less than 0`() {
    let option = InvestmentOption(
      value: 100, cost: 100, discounting: force(0.05), forgoing: force(0.15), volatility: 0.3, years: 2)
    let values = [nil, 500, 100, 10, 1].map { option.valuation(investingEvery: $0).value }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(option.valuation().waiting > 0)
    let forgone = InvestmentOption(
      value: 200, cost: 100, discounting: force(0.05), forgoing: force(0.5), volatility: 0.3, years: 2
    ).valuation()
    #expect(forgone.investsToday && forgone.waiting == 0)
  }

  @Test func `where waiting loses nothing one never invests before the end`() {
    let rule = PerpetualOption(discounting: force(0.05), forgoing: 0.perYear, volatility: 0.3)
    #expect(rule.hurdle == nil && near(rule.exponent, 1) && rule.worth(value: 7, cost: 5) == 7)
  }

  @Test func `what cannot be an option is refused with what would do`() {
    let option = InvestmentOption(
      value: 1, cost: 1, discounting: force(0.5), forgoing: 0.perYear, volatility: 0.1, years: 10)
    #expect((refusal { _ = option.valuation(steps: 0, investingEvery: 2) } ?? "").contains("at least 1"))
    // Few steps are no trouble, however much it grows within one.
    let (dates, end) = (option.valuation(steps: 100, investingEvery: 2), option.valuation(investingEvery: nil))
    #expect(near(dates.value, end.value, within: 1e-12) && !dates.investsToday)
    #expect(
      refusal {
        _ = InvestmentOption(
          value: 1, cost: 0, discounting: 0.1.perYear, forgoing: 0.perYear, volatility: 0.1, years: 1)
      } != nil)
    #expect(
      refusal { _ = PerpetualOption(discounting: 0.1.perYear, forgoing: (-0.1).perYear, volatility: 0.1) } != nil)
    #expect(refusal { _ = PerpetualOption(discounting: 0.1.perYear, forgoing: 0.1.perYear, volatility: -1) } != nil)
    #expect(
      refusal {
        _ = PerpetualOption(discounting: 0.1.perYear, forgoing: 0.1.perYear, volatility: 0, costFalling: 1.perYear)
      } != nil)
    #expect(refusal { _ = FallingCostRule(discounting: 0.perYear, costFalling: 0.4.perYear) } != nil)
  }
}

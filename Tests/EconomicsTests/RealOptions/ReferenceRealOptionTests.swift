import Economics
import Foundation
import ReferenceData
import Testing
import ValidationRecord

private struct OptionFigures: Decodable {
  struct American: Decodable {
    var S: Double
    var K: Double
    var r: Double
    var q: Double
    var vol: Double
    var T_years: Double
    var european_bs: Double
    var american_fd: Double
    var act_now: Double
  }
  struct Perpetual: Decodable {
    var r: Double
    var delta: Double
    var vol: Double
    var V: Double
    var I: Double
    var beta: Double
    var hurdle_ratio: Double
    var trigger_V: Double
    var option_value: Double
  }
  var american_call: [American]
  var perpetual: [Perpetual]
}

/// The rate a year with that continuous rate.
func force(_ rate: Double) -> Rate<PerYear> { expm1(rate).perYear }

@Suite
struct `Options to invest against a peer` {
  private let figures: OptionFigures

  init() throws { figures = try ReferenceData.figures("decision/real_options.json") }

  private func option(_ example: OptionFigures.American) -> InvestmentOption {
    InvestmentOption(
      value: example.S, cost: example.K, discounting: force(example.r), forgoing: force(example.q),
      volatility: example.vol, years: example.T_years)
  }

  /// QuantLib's own grid is 0.16 % below the fine one of `decision/american_options.csv` at the yield of 35 %.
  @Test func `a lattice of 1000 steps is within 0.2 % of the peer's finite-difference solution`() {
    var worst = WorstError()
    for example in figures.american_call {
      let valuation = option(example).valuation()
      worst.note(valuation.value, example.american_fd)
      #expect(valuation.today == example.act_now)
      // At the money without a yield, waiting is worth all; far in the money with a high one, nothing.
      #expect(valuation.investsToday == (example.american_fd <= example.act_now + 1e-6))
    }
    #expect(
      worst.count == 4
        && worst.agrees(
          .waiting, "lattice of 1000 steps against finite differences", with: "QuantLib 1.44", within: 2e-3)
    )
  }

  @Test func `a lattice on which one may invest only at the end agrees with Black, Scholes and Merton`() {
    var worst = WorstError()
    for example in figures.american_call {
      worst.note(option(example).valuation(investingEvery: nil).value, example.european_bs, scale: 0.05 * example.K)
    }
    #expect(
      worst.count == 4
        && worst.agrees(
          .waiting, "European lattice, relative to 5 % of the cost where worth less", with: "QuantLib 1.44",
          within: 5e-4)
    )
  }

  @Test func `lattices agree with a fine finite-difference solution and with Black and Scholes, at high yields too`()
    throws
  {
    let table = try ReferenceData.table("decision/american_options.csv")
    var (atEnd, atAnyTime, onDates) = (WorstError(), WorstError(), WorstError())
    for row in table.rows.indices {
      func figure(_ name: String) throws -> Double { try table.numbers(name)[row] }
      let option = InvestmentOption(
        value: try figure("value"), cost: try figure("cost"), discounting: force(try figure("rate")),
        forgoing: force(try figure("yield")), volatility: try figure("volatility"), years: try figure("years"))
      atEnd.note(option.valuation(investingEvery: nil).value, try figure("european"))
      atAnyTime.note(option.valuation().value, try figure("american"))
      // Twenty dates are the same on a coarse lattice and on a fine one, and worth less than any time.
      let dates = option.valuation(steps: 1600, investingEvery: 80).value
      onDates.note(option.valuation(steps: 400, investingEvery: 20).value, dates, scale: 0.05 * option.cost)
      #expect(dates < option.valuation().value)
    }
    #expect(
      atEnd.agrees(
        .waiting, "lattice of 1000 steps, investing at the end only", with: "Black and Scholes", within: 1e-5))
    #expect(
      atAnyTime.agrees(
        .waiting, "lattice of 1000 steps, investing at any time", with: "finite differences in Python", within: 1e-3))
    #expect(
      onDates.agrees(
        .waiting, "lattice of 400 steps with 20 dates, relative to 5 % of the cost where worth less",
        with: "a lattice of 1600 steps", within: 1e-2))
  }

  @Test func `exponent, hurdle, trigger and worth of the perpetual option`() {
    var worst = WorstError()
    for example in figures.perpetual {
      let rule = PerpetualOption(
        discounting: force(example.r), forgoing: force(example.delta), volatility: example.vol)
      worst.note(rule.exponent, example.beta)
      worst.note(rule.hurdle, example.hurdle_ratio)
      worst.note(rule.hurdle.map { $0 * example.I }, example.trigger_V)
      worst.note(rule.worth(value: example.V, cost: example.I), example.option_value)
    }
    #expect(
      worst.count == 12 && worst.agrees(.waiting, "perpetual option", with: "the formula in Python", within: 1e-9))
  }
}

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
  @Test func `the right to invest at any time is within 0.2 % of the peer's finite-difference solution`() {
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
          .waiting, "investing at any time, against finite differences", with: "QuantLib 1.44", within: 2e-3)
    )
  }

  @Test func `the right to invest only at the end agrees with Black, Scholes and Merton`() {
    var worst = WorstError()
    for example in figures.american_call {
      worst.note(option(example).valuation(investingEvery: nil).value, example.european_bs)
    }
    #expect(
      worst.count == 4
        && worst.agrees(
          .waiting, "investing at the end only", with: "QuantLib 1.44", within: 1e-9)
    )
  }

  @Test func `options agree with a fine finite-difference solution and with Black and Scholes, at high yields too`()
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
        .waiting, "investing at the end only", with: "Black and Scholes", within: 1e-8))
    #expect(
      atAnyTime.agrees(
        .waiting, "investing at any time", with: "finite differences in Python", within: 1e-4))
    #expect(
      onDates.agrees(
        .waiting, "lattice of 400 steps with 20 dates, relative to 5 % of the cost where worth less",
        with: "a lattice of 1600 steps", within: 1e-2))
  }

  /// The finite differences themselves are good to some 1e-4, and the peer to some 1e-5.
  @Test func `the right to invest at any time is right for short and long, quiet and wild, and far from the money`()
    throws
  {
    let table = try ReferenceData.table("decision/american_grid.csv")
    var (differences, peer) = (WorstError(), WorstError())
    // A fifth of the rows, of each kind.
    let figures = table.columns
    for row in stride(from: 0, to: table.rows.count, by: 5) {
      func figure(_ name: String) throws -> Double { try #require(figures[name]?[row]) }
      let valuation = InvestmentOption(
        value: try figure("ratio"), cost: 1, discounting: force(try figure("rate")),
        forgoing: force(try figure("yield")),
        volatility: try figure("volatility"), years: try figure("days") / 365
      ).valuation()
      differences.note(valuation.value, try figure("finite_differences"))
      peer.note(valuation.value, try figure("peer"))
    }
    #expect(
      differences.count == 51
        && differences.agrees(
          .waiting, "investing at any time, over a grid of rates, volatilities, maturities and values",
          with: "finite differences in Python", within: 1e-4)
    )
    #expect(
      peer.agrees(
        .waiting, "investing at any time, over a grid of rates, volatilities, maturities and values",
        with: "QuantLib 1.44", within: 1e-4))
  }

  @Test func `where waiting loses nothing, the right to invest at any time is worth that to invest at the end`() {
    for (rate, volatility, years) in [(0.0, 0.05, 0.1), (0.08, 0.3, 3), (0.15, 1.5, 30)] {
      for ratio in [0.05, 0.9, 1, 20] {
        let option = InvestmentOption(
          value: ratio, cost: 1, discounting: force(rate), forgoing: 0.perYear, volatility: volatility, years: years)
        let (any, end) = (option.valuation(), option.valuation(investingEvery: nil))
        #expect(near(any.value, end.value, within: 1e-12) && !any.investsToday)
      }
    }
  }

  /// A cost that rises faster than money earns is best paid at once, once the value is above it.
  @Test func `a cost that rises makes waiting dear`() {
    let option = InvestmentOption(
      value: 1.2, cost: 1, discounting: 0.perYear, forgoing: 0.02.perYear, volatility: 0.05,
      costFalling: (-0.05).perYear,
      years: 3)
    #expect(option.valuation().investsToday && option.valuation().value == 1.2 - 1)
    // On a thousand dates it is worth all but the last of what it is at any time.
    let near = InvestmentOption(
      value: 0.98, cost: 1, discounting: 0.perYear, forgoing: 0.02.perYear, volatility: 0.3,
      costFalling: (-0.05).perYear,
      years: 3)
    let (any, dates) = (near.valuation().value, near.valuation(steps: 2000, investingEvery: 2).value)
    #expect(dates <= any && dates > 0.999 * any)
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

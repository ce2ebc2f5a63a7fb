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
    var (atEnd, atAnyTime) = (WorstError(), WorstError())
    for row in table.rows.indices {
      func figure(_ name: String) throws -> Double { try table.numbers(name)[row] }
      let option = InvestmentOption(
        value: try figure("value"), cost: try figure("cost"), discounting: force(try figure("rate")),
        forgoing: force(try figure("yield")), volatility: try figure("volatility"), years: try figure("years"))
      atEnd.note(option.valuation(investingEvery: nil).value, try figure("european"))
      atAnyTime.note(option.valuation().value, try figure("american"))
      // Twenty dates are worth less than any time.
      #expect(option.valuation(steps: 20, investingEvery: 1).value == option.valuation().value)
      #expect(option.valuation(steps: 400, investingEvery: 20).value < option.valuation().value)
    }
    #expect(
      atEnd.agrees(
        .waiting, "investing at the end only", with: "Black and Scholes", within: 1e-8))
    #expect(
      atAnyTime.agrees(
        .waiting, "investing at any time", with: "finite differences in Python", within: 1e-4))
  }

  /// The peer's own extrapolation moves its figures by up to 2e-4 of them.
  @Test func `the right to invest on dates agrees with the peer's finite differences`() throws {
    let table = try ReferenceData.table("decision/dated_options.csv")
    let figures = table.columns
    var worst = WorstError()
    for row in table.rows.indices {
      func figure(_ name: String) throws -> Double { try #require(figures[name]?[row]) }
      let option = InvestmentOption(
        value: try figure("ratio"), cost: 1, discounting: force(try figure("rate")),
        forgoing: force(try figure("yield")),
        volatility: try figure("volatility"), years: try figure("days") / 365)
      let dates = Int(try figure("dates"))
      // Steps of which some are no dates are the same dates.
      let valuation = option.valuation(steps: 7 * dates, investingEvery: 7)
      worst.note(valuation.value, try figure("peer"))
      #expect(!valuation.investsToday)
    }
    #expect(
      worst.count == 257
        && worst.agrees(
          .waiting, "investing on 2 to 12 dates, over a grid of rates, yields, volatilities, maturities and values",
          with: "QuantLib 1.44", within: 2e-5)
    )
  }

  /// As the volatility goes to 0 the value goes to that of the best date, and one that is beyond all numbers is refused.
  @Test func `the least and the greatest volatilities are no trouble`() {
    func option(_ volatility: Double, _ years: Double) -> InvestmentOption {
      InvestmentOption(
        value: 2, cost: 1, discounting: force(0.1), forgoing: force(0.02), volatility: volatility, years: years)
    }
    let certain = option(0, 10).valuation(steps: 70, investingEvery: 7)
    #expect(certain.value > certain.today)
    for volatility in [1e-17, 1e-9, 1e-5, 1e-3] {
      let valuation = option(volatility, 10).valuation(steps: 70, investingEvery: 7)
      #expect(near(valuation.value, certain.value, within: 1e-3 * certain.value), "\(volatility)")
    }
    #expect(option(2, 10).valuation(steps: 70, investingEvery: 7).value.isFinite)
    let beyond = refusal { _ = option(6, 30).valuation(steps: 70, investingEvery: 7) }
    #expect((beyond ?? "").contains("values beyond 10^300"))
  }

  /// More dates are worth more, up to what investing at any time is worth, and what is extrapolated goes on from what is
  /// integrated.
  @Test func `many dates come near to any time`() {
    for (yield, volatility, years) in [(0.45, 0.4, 2.6), (0.45, 0.1, 0.33), (0.1, 0.4, 2.6), (0.02, 1, 12)] {
      let option = InvestmentOption(
        value: 0.95, cost: 1, discounting: force(0.1), forgoing: force(yield), volatility: volatility, years: years)
      func worth(_ dates: Int) -> Double { option.valuation(steps: 2 * dates, investingEvery: 2).value }
      let worths = [1, 2, 8, 32, 127, 128, 129, 500, 100_000].map(worth) + [option.valuation().value]
      #expect(zip(worths, worths.dropFirst()).allSatisfy { $0 < $1 }, "\(worths)")
      let (before, at, after) = (worths[4], worths[5], worths[6])
      #expect(abs((after - at) / (at - before) - 1) < 0.1, "\(worths)")
      // A last date shortly before the end adds little to the dates before it.
      let short = option.valuation(steps: 1001, investingEvery: 125).value
      #expect(short >= option.valuation(steps: 1000, investingEvery: 125).value * (1 - 2e-3) && short < worth(16))
    }
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

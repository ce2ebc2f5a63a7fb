import Demand
import Economics
import Foundation
import Randomness
import Testing

@testable import Experimentation

/// What every forecast is measured by, against the arithmetic of a flow that can be written down.
@Suite struct StandardMeasureTests {
  private func evaluation(@ScenarioBuilder _ scenario: () -> Scenario) throws -> NamedEvaluation {
    try NamedEvaluation(scenario(), streams: Streams(seed: 1, replication: 0))
  }

  private func value(_ name: String, of evaluation: NamedEvaluation) throws -> Double? {
    try #require(evaluation.measures.first { $0.declaration.name == name }, "\(name)").value
  }

  private func near(_ a: Double?, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
    a.map { abs($0 - b) <= tolerance * max(abs(b), 1) } ?? false
  }

  @Test func `an annuity of 2 a month on 30 has the returns that its formula gives`() throws {
    let evaluation = try evaluation {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.12, inflation: 0.03.perYear)
      Investment("machine", CNY(30))
      Cost("upkeep", CNY(1) / .month)
      Benefit("sales") { _ in CNY(3) }
    }
    let monthly = pow(1.12, 1.0 / 12) - 1
    let annuity = (1 - pow(1 + monthly, -24)) / monthly
    #expect(near(try value("npv", of: evaluation), 2 * annuity - 30))
    #expect(near(try value("total_cost", of: evaluation), 30 + annuity))
    #expect(near(try value("profitability_index", of: evaluation), 2 * annuity / 30))
    #expect(near(try value("equivalent_annual_cost", of: evaluation), (30 + annuity) * 0.12 / (1 - pow(1.12, -2))))
    let irr = try #require(try value("irr", of: evaluation))
    let rate = pow(1 + irr, 1.0 / 12) - 1
    #expect(near(2 * (1 - pow(1 + rate, -24)) / rate, 30))
    #expect(try value("irr_roots", of: evaluation) == 1)
    #expect(near(try value("irr_real", of: evaluation), (1 + irr) / 1.03 - 1))
    let received = 2 * (pow(1 + monthly, 24) - 1) / monthly
    #expect(near(try value("mirr", of: evaluation), pow(received / 30, 0.5) - 1))
    // 30 are paid back after 15 months of 2; discounted it takes longer.
    #expect(try value("payback_month", of: evaluation) == 15)
    let discounted = (1...24).first { 2 * (1 - pow(1 + monthly, -Double($0))) / monthly >= 30 }
    #expect(try value("discounted_payback_month", of: evaluation) == discounted.map(Double.init))
    #expect(try value("inflection_month", of: evaluation) == 1)
    let real = try #require(evaluation.series.first { $0.declaration.name == "cumulative_real_cash" }).values
    #expect(near(real[11], (1...12).reduce(-30) { $0 + 2 * pow(1.03, -Double($1) / 12) }))
  }

  @Test(arguments: [(0.0, false), (0.5, true)])
  func `what the tax office gives back of a loss is no return`(_ sale: Double, _ exists: Bool) throws {
    // Ten a month are lost on 100, and a quarter of it comes back later; a sale of half of it at the end is a return.
    let evaluation = try evaluation {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.1, taxing: IncomeTax(rate: 0.25, losses: .setOffElsewhere))
      Investment("machine", CNY(100))
      Cost("upkeep", CNY(10) / .month)
      Benefit("sale") { CNY($0.index == 23 ? 100 * sale : 0) }
    }
    #expect((try value("irr", of: evaluation) != nil) == exists)
    #expect(try #require(try value("npv", of: evaluation)) < 0)
  }

  @Test(arguments: [(0, 1.9, false), (0, 2.1, true), (0.1, 1.9, true)])
  func `what is paid as it is used has no rate of return, unless as much as a month's mean cost is put in`(
    _ start: Double, _ short: Double, _ exists: Bool
  ) throws {
    // 24 months of 2, of which the first two bring 1 and what leaves cumulative cash short.
    let evaluation = try evaluation {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.12, inflation: 0.03.perYear)
      if start > 0 { Investment("licence", CNY(start)) }
      Cost("seats", CNY(2) / .month)
      Benefit("time saved") { month in CNY(month.index == 0 ? 1 : month.index == 1 ? 3 - short : 3) }
    }
    let (rate, real) = (try value("irr", of: evaluation), try value("irr_real", of: evaluation))
    #expect((rate != nil) == exists && (real != nil) == exists)
    #expect(try value("irr_roots", of: evaluation) == 1)
    #expect(near(try value("peak_funding", of: evaluation), start + short))
  }

  @Test func `a flow with two rates of return has none that could be printed`() throws {
    // −100 at the start, then 230 and −132 a year apart: 10 % and 20 %.
    let evaluation = try evaluation {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.15)
      Investment("pit", CNY(100))
      Benefit("ore") { CNY($0.index == 11 ? 230 : 0) }
      Metered("filling", CNY(132) / .call) { Quantity($0.index == 23 ? 1 : 0) }
    }
    #expect(try value("irr", of: evaluation) == nil)
    #expect(try value("irr_roots", of: evaluation) == 2)
    #expect(try value("mirr", of: evaluation) != nil)
  }

  @Test func `costs and benefits by name add up to all of them, month by month`() throws {
    let evaluation = try evaluation {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .cny, discounting: 0.1, taxing: IncomeTax(rate: 0.2))
      Cost("a", CNY(1) / .month)
      Cost("b", CNY(2) / .month)
      Benefit("c") { CNY(Double($0.index)) }
      Benefit("d") { _ in CNY(5) }
    }
    func series(_ prefix: String) -> [[Double]] {
      evaluation.series.filter { $0.declaration.name.hasPrefix(prefix) }.map(\.values)
    }
    func total(_ series: [[Double]]) -> [Double] {
      (0..<12).map { month in series.reduce(0) { $0 + $1[month] } }
    }
    #expect(series("cost: ").count == 3 && series("benefit: ").count == 2)
    for (name, sum) in [("cost", total(series("cost: "))), ("benefit", total(series("benefit: ")))] {
      let all = try #require(evaluation.series.first { $0.declaration.name == name }).values
      #expect(zip(all, sum).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }

  @Test func `the tax on profit is no cost of what is made: costs and their ratios are those without it`() throws {
    func figures(_ tax: IncomeTax?) throws -> NamedEvaluation {
      try evaluation {
        Horizon(from: .month(2026, 1), years: 2)
        if let tax { Books(in: .cny, discounting: 0.1, taxing: tax) } else { Books(in: .cny, discounting: 0.1) }
        Load("chat") {
          Requests(perDay: 1e6)
          TokenLengths(input: .constant(900), output: .constant(100))
        }
        Investment("integration", CNY(5e6))
        Cost("team", CNY(1e6) / .month)
        Benefit("saved work") { CNY(2e6 + 1e5 * Double($0.index)) }
      }
    }
    let without = try figures(nil)
    for paid in [IncomeTax.Payment.quarterly, .afterYearEnd(months: 5)] {
      let taxed = try figures(IncomeTax(rate: 0.25, paid: paid))
      #expect(near(try value("npv_before_tax", of: taxed), try #require(try value("npv", of: without))))
      #expect(try #require(try value("npv", of: taxed)) < #require(try value("npv", of: without)) - 1e6)
      for name in [
        "unit_cost_year_1", "unit_cost_year_2", "cost_per_request", "cost_per_million_tokens", "total_cost",
        "equivalent_annual_cost", "cost_first_month",
      ] {
        #expect(near(try value(name, of: taxed), try #require(try value(name, of: without))), "\(name)")
      }
      func months(_ evaluation: NamedEvaluation) throws -> [Double] {
        try #require(evaluation.series.first { $0.declaration.name == "unit_cost" }).values
      }
      #expect(zip(try months(taxed), try months(without)).allSatisfy { near($0, $1) })
    }
  }

  @Test func `cost of a request, of a million tokens and of a user is a ratio of sums`() throws {
    let evaluation = try evaluation {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .cny, discounting: 0.1)
      Load("chat") {
        Requests(perDay: 1e6)
        TokenLengths(input: .constant(900), output: .constant(100))
        Users(2e5)
      }
      Investment("integration", CNY(5e6))
      Cost("team", CNY(1e6) / .month)
    }
    let requests = try #require(evaluation.series.first { $0.declaration.name == "requests" }).values.reduce(0, +)
    #expect(near(try value("cost_per_request", of: evaluation), 17e6 / requests))
    #expect(near(try value("cost_per_million_tokens", of: evaluation), 17e6 / (requests * 1000 / 1e6)))
    #expect(near(try value("cost_per_user_month", of: evaluation), 17e6 / (12 * 2e5)))
  }

  @Test func `a rate of return has the quantiles of the replications in which it exists`() {
    var returns = MeasureSummary(absence: .doesNotExist)
    for value in [0.1, 0.2, 0.3] { returns.add(value) }
    #expect(returns.quantiles([0.5]) == [0.2] && returns.minimum == 0.1)
    returns.add(nil)
    #expect(returns.quantiles([0, 0.5, 1]) == [0.1, 0.2, 0.3] && returns.mean == nil && returns.minimum == 0.1)
    #expect(returns.shareWithValue == 0.75 && returns.maximum == 0.3)
  }

  @Test func `what is not known has no quantile where some replications have none`() {
    var unknown = MeasureSummary()
    for value in [0.1, nil, 0.3] as [Double?] { unknown.add(value) }
    #expect(unknown.quantiles([0, 0.5]) == [nil, nil] && unknown.mean == nil && unknown.minimum == nil)
    var late = MeasureSummary(absence: .laterThanAny)
    for value in [1, nil, 3] as [Double?] { late.add(value) }
    #expect(late.quantiles([0, 0.5, 1]) == [1, 3, nil] && late.maximum == nil)
  }
}

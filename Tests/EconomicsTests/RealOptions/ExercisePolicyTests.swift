import Economics
import Foundation
import Randomness
import Testing
import ValidationRecord

/// Policies learnt from simulated paths, valued on others: the best policy's value lies in the interval that holds 99.9
/// % of samples, widened downwards by 0.7 % for what a policy of a cubic polynomial falls short of the best.
@Suite struct ExercisePolicyTests {
  /// A project whose value is a geometric random walk in the measure of the discount rate, at a cost of 1.
  private func project(
    value: Double, discount: Double, forgone: Double, volatility: Double, years: Double, dates: Int,
    replications: Range<Int>
  ) throws -> DecisionPaths {
    let step = years / Double(dates)
    let drift = (discount - forgone - volatility * volatility / 2) * step
    let normal = Distribution.normal(mean: 0, deviation: volatility * step.squareRoot())
    return try DecisionPaths(
      times: (0...dates).map { Double($0) * step }, variables: ["value"], replications: replications
    ) { replication in
      let stream = Streams(seed: 21, replication: replication).stream("project")
      var logarithm = log(value)
      return (0...dates).map { date in
        if date > 0 { logarithm += drift + normal.draw(from: stream) }
        return .init(state: [exp(logarithm)], payoff: exp(logarithm) - 1)
      }
    }
  }

  /// Whether a policy is worth what the best one is but for a share, and a row of the validation table.
  private func agrees(_ what: String, _ valuation: PolicyValuation, _ exact: Double, short share: Double = 0.007)
    -> Bool
  {
    let interval = valuation.interval(confidence: 0.999)
    let isNear = Validation.estimate(
      .waiting, what, "value: integration or closed form, policy by regression", expected: exact,
      found: valuation.value, halfWidth: (interval.upperBound - interval.lowerBound) / 2, tolerance: share)
    return isNear && interval.lowerBound <= exact && exact * (1 - share) <= interval.upperBound
  }

  @Test func `a policy on twenty dates is worth what integration over those dates says`() throws {
    let training = try project(
      value: 1, discount: 0.05, forgone: 0.15, volatility: 0.3, years: 2, dates: 20, replications: 0..<6000)
    let fresh = try project(
      value: 1, discount: 0.05, forgone: 0.15, volatility: 0.3, years: 2, dates: 20, replications: 6000..<12_000)
    let policy = ExercisePolicy(learntFrom: training, discounting: force(0.05))
    let valuation = try policy.valuation(on: fresh)
    let dated = InvestmentOption(
      value: 1, cost: 1, discounting: force(0.05), forgoing: force(0.15), volatility: 0.3, years: 2
    ).valuation(steps: 1000, investingEvery: 50)
    #expect(agrees("a project with 20 dates", valuation, dated.value))
    // Far better than to invest at the end only.
    #expect(
      valuation.value > 1.2
        * InvestmentOption(
          value: 1, cost: 1, discounting: force(0.05), forgoing: force(0.15), volatility: 0.3, years: 2
        ).valuation(investingEvery: nil).value)
    #expect(abs(valuation.actingShares.reduce(0, +) + valuation.neverShare - 1) < 1e-12)
    #expect(valuation.neverShare > 0.3 && valuation.medianTime == nil)
  }

  @Test func `with dates enough it is worth what the perpetual option is`() throws {
    // Waiting loses 30 % a year, so that what lies beyond ten years hardly counts.
    let exact = PerpetualOption(discounting: force(0.08), forgoing: force(0.3), volatility: 0.5)
      .worth(value: 1.2, cost: 1)
    let training = try project(
      value: 1.2, discount: 0.08, forgone: 0.3, volatility: 0.5, years: 10, dates: 120, replications: 0..<2500)
    let fresh = try project(
      value: 1.2, discount: 0.08, forgone: 0.3, volatility: 0.5, years: 10, dates: 120, replications: 2500..<5000)
    let valuation = try ExercisePolicy(learntFrom: training, discounting: force(0.08)).valuation(on: fresh)
    // Dates a month apart cost 1.5 % of the right to act at any time, and a cubic polynomial 0.8 % (of 100 000 paths).
    #expect(agrees("a project with 120 dates, compared with the perpetual option", valuation, exact, short: 0.03))
  }

  @Test func `on paths without chance it acts when the rule of the falling cost says`() throws {
    let rule = FallingCostRule(discounting: force(0.1), costFalling: 0.4.perYear)
    func paths(_ replications: Range<Int>) throws -> DecisionPaths {
      let times = (0...120).map { Double($0) / 12 }
      return try DecisionPaths(times: times, variables: ["cost"], replications: replications) { _ in
        times.map { time in
          let cost = 300 * pow(0.6, time)
          return .init(state: [cost], payoff: 100 - cost)
        }
      }
    }
    let valuation = try ExercisePolicy(learntFrom: paths(0..<10), discounting: force(0.1)).valuation(on: paths(10..<12))
    let best = rule.bestTime(benefit: 10, cost: 300) ?? .nan
    #expect(near(valuation.medianTime, best, within: 1.0 / 12))
    #expect(valuation.standardError < 1e-12 && valuation.neverShare == 0)
  }

  @Test func `a purchase along a price path is worth what integration says of its walk`() throws {
    // The cost falls by 30 % a year in the median and wanders; the project is worth 1 for ever, discounted at 8 %. By
    // symmetry of value and cost, the option with a fixed cost with discount and yield exchanged.
    let (fall, volatility, discount, start) = (0.3, 0.25, 0.08, 1.3)
    let index = PriceIndex("hardware", .falling(fall.perYear), .wandering(volatility))
    let times = (0...12).map { Double($0) / 4 }
    func paths(_ replications: Range<Int>) throws -> DecisionPaths {
      try DecisionPaths(times: times, variables: ["cost"], replications: replications) { replication in
        let price = PricePath(today: start, along: index)
          .realised(by: Streams(seed: 22, replication: replication), months: 37)
        return times.indices.map { date in
          let cost = price.price(inMonth: 3 * date)
          return .init(state: [cost], payoff: 1 - cost)
        }
      }
    }
    let policy = try ExercisePolicy(learntFrom: paths(0..<3000), discounting: force(discount))
    let valuation = try policy.valuation(on: paths(3000..<6000))
    let growth = log(1 - fall) + volatility * volatility / 2
    let dated = InvestmentOption(
      value: 1, cost: start, discounting: force(discount - growth), forgoing: force(discount), volatility: volatility,
      years: 3
    ).valuation(steps: 960, investingEvery: 80)
    #expect(agrees("a purchase along a price path", valuation, dated.value))
  }

  @Test func `a variable that decides nothing, or that others make up, does no harm`() throws {
    func paths(_ replications: Range<Int>, extra: Bool) throws -> DecisionPaths {
      let times = (0...8).map { Double($0) / 4 }
      return try DecisionPaths(
        times: times, variables: extra ? ["value", "twice", "constant"] : ["value"], replications: replications
      ) { replication in
        let stream = Streams(seed: 23, replication: replication).stream("value")
        var value = 1.0
        return times.map { _ in
          defer { value *= exp(Distribution.normal(mean: -0.02, deviation: 0.2).draw(from: stream)) }
          return .init(state: extra ? [value, 2 * value, 5] : [value], payoff: value - 1)
        }
      }
    }
    let plain = try ExercisePolicy(learntFrom: paths(0..<1500, extra: false), discounting: 0.05.perYear)
      .valuation(on: paths(1500..<3000, extra: false))
    let extra = try ExercisePolicy(learntFrom: paths(0..<1500, extra: true), discounting: 0.05.perYear)
      .valuation(on: paths(1500..<3000, extra: true))
    #expect(abs(plain.value - extra.value) < 1e-9)
  }

  @Test func `paths that it learnt from, other dates, and paths that are none are refused`() throws {
    let training = try project(
      value: 1, discount: 0.05, forgone: 0.1, volatility: 0.3, years: 1, dates: 4, replications: 0..<100)
    let policy = ExercisePolicy(learntFrom: training, discounting: 0.05.perYear)
    func complaint(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "nothing"
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint { _ = try policy.valuation(on: training) }.contains("simulate others, from 100 on"))
    let other = try project(
      value: 1, discount: 0.05, forgone: 0.1, volatility: 0.3, years: 2, dates: 4, replications: 100..<200)
    #expect(complaint { _ = try policy.valuation(on: other) }.contains("other dates"))
    #expect(
      complaint { _ = try DecisionPaths(times: [1, 1], variables: [], replications: 0..<1) { _ in [] } }
        .contains("must rise"))
    #expect(
      complaint { _ = try DecisionPaths(times: [1], variables: [], replications: 0..<0) { _ in [] } }
        .contains("0 paths"))
    #expect(
      complaint {
        _ = try DecisionPaths(times: [1], variables: ["x"], replications: 0..<1) { _ in [.init(state: [], payoff: 1)] }
      }.contains("1 dates with 1 numbers"))
    #expect(
      complaint {
        _ = try DecisionPaths(times: [1], variables: [], replications: 4..<5) { _ in [.init(state: [], payoff: .nan)] }
      }.contains("replication 4"))
  }

  @Test func `nothing is gained by acting at a loss`() throws {
    let paths = { (range: Range<Int>) in
      try DecisionPaths(times: [0, 1], variables: ["x"], replications: range) { _ in
        [.init(state: [1], payoff: -1), .init(state: [1], payoff: -2)]
      }
    }
    let policy = try ExercisePolicy(learntFrom: paths(0..<5), discounting: 0.1.perYear)
    let valuation = try policy.valuation(on: paths(5..<9))
    #expect(valuation.value == 0 && valuation.neverShare == 1 && policy.inSampleValue == 0)
    #expect(valuation.interval() == 0...0)
  }
}

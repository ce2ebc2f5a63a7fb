import ReferenceData
import Testing
import ValidationRecord

@testable import Experimentation

private struct OutputFigures: Decodable {
  struct Interval: Decodable {
    var mean, sd, lo, hi: Double
  }
  struct Ranks: Decodable {
    var lo_rank_1based, hi_rank_1based: Int
    var lo, hi: Double
  }
  struct Paired: Decodable {
    var mean_diff, t, p, corr: Double
    var ci: [Double]
  }
  struct Welch: Decodable {
    var t, p, df: Double
    var ci: [Double]
  }
  struct Wilson: Decodable {
    var k: Int
    var p, lo, hi: Double
  }
  struct Tail: Decodable {
    var VaR5_type7, CVaR5_mean_of_worst_25: Double
  }
  var t_interval: Interval
  var quantiles_by_hyndman_fan_type: [String: [Double]]
  var quantile_levels: [Double]
  var order_statistic_ci_95: [String: Ranks]
  var paired_common_random_numbers: Paired
  var welch_independent: Welch
  var prob_loss_wilson: Wilson
  var var_cvar_5pct: Tail
}

@Suite
struct `Intervals and quantiles against NumPy and SciPy` {
  private let figures: OutputFigures
  private let base: Sample
  private let alternative: Sample

  init() throws {
    figures = try ReferenceData.figures("output/output.json")
    let columns = try ReferenceData.table("output/replications.csv").columns
    base = try Sample("base", try #require(columns["base"]))
    alternative = try Sample("alternative", try #require(columns["alt"]))
  }

  private func expectAgreement(_ what: String, _ values: [Double], _ expected: [Double]) {
    #expect(
      Validation.agreement(
        .intervals, what, with: "NumPy 2.4.6, SciPy 1.17.1", figures: values.count, worst: worstError(values, expected),
        within: 1e-9))
  }

  @Test func `Student's interval`() {
    let mean = base.meanEstimate()
    let expected = figures.t_interval
    expectAgreement(
      "Student's interval", [mean.value, mean.low, mean.high], [expected.mean, expected.lo, expected.hi])
  }

  @Test(arguments: QuantileType.allCases)
  func `the nine types of quantile`(type: QuantileType) throws {
    let key = try #require(figures.quantiles_by_hyndman_fan_type.keys.first { $0.hasPrefix("type\(type.rawValue)_") })
    expectAgreement(
      "quantiles of Hyndman and Fan's nine types", figures.quantile_levels.map { base.quantile($0, type: type) },
      try #require(figures.quantiles_by_hyndman_fan_type[key]))
  }

  @Test func `intervals between order statistics`() throws {
    for (level, expected) in figures.order_statistic_ci_95 {
      let probability = try #require(Double(level))
      let ranks = OrderStatisticInterval(probability, count: base.count)
      #expect(ranks.lowRank == expected.lo_rank_1based && ranks.highRank == expected.hi_rank_1based)
      #expect(ranks.achievedConfidence >= 0.95)
      let estimate = OrderStatisticInterval.estimate(probability, of: base)
      expectAgreement("intervals between order statistics", [estimate.low, estimate.high], [expected.lo, expected.hi])
    }
  }

  @Test func `paired and independent difference`() throws {
    let pair = try PairedDifference(base, alternative)
    let (expected, welch) = (figures.paired_common_random_numbers, figures.welch_independent)
    expectAgreement(
      "paired difference",
      [pair.difference.value, pair.t, pair.p, pair.difference.low, pair.difference.high, pair.correlation ?? 0],
      [expected.mean_diff, expected.t, expected.p] + expected.ci + [expected.corr])
    let independent = pair.independent
    expectAgreement(
      "difference of independent runs (Welch)",
      [
        independent.t, independent.p, independent.degreesOfFreedom, independent.difference.low,
        independent.difference.high,
      ],
      [welch.t, welch.p, welch.df] + welch.ci)
    #expect(abs(pair.runsSaved - 94) < 0.5)
  }

  @Test func `score interval of the chance of a loss`() {
    let loss = Proportion(base.values.count { $0 < 0 }, of: base.count)
    let expected = figures.prob_loss_wilson
    #expect(loss.successes == expected.k)
    let estimate = loss.estimate()
    expectAgreement(
      "Wilson's score interval", [estimate.value, estimate.low, estimate.high], [expected.p, expected.lo, expected.hi])
  }

  @Test func `value at risk and expected shortfall`() {
    let risk = TailRisk(base)
    expectAgreement(
      "value at risk and expected shortfall", [risk.valueAtRisk.value, risk.expectedShortfall.value],
      [figures.var_cvar_5pct.VaR5_type7, figures.var_cvar_5pct.CVaR5_mean_of_worst_25])
    #expect(risk.expectedShortfall.low < risk.expectedShortfall.value)
    #expect(risk.expectedShortfall.high > risk.expectedShortfall.value)
    #expect(risk.expectedShortfall.value < risk.valueAtRisk.value)
  }
}

import Foundation
import Randomness
import Testing

@testable import Experimentation

@Suite struct `A sample and its figures` {
  @Test func `replications without a value are refused with their number and what to do`() {
    let error = #expect(throws: InvalidValue.self) { try Sample("npv", [1, nil, 3, nil]) }
    #expect(error?.description.contains("npv: 2 of 4 replications have no value; measure") == true)
    let infinite = #expect(throws: InvalidValue.self) { try Sample("npv", [1, .infinity]) }
    #expect(infinite?.description == "npv: 1 of 2 values are not finite numbers; look at replication 1, which has inf")
    #expect(throws: InvalidValue.self) { try Sample("npv", []) }
  }

  @Test func `a value that is later than any is among the quantiles, where that is asked for`() throws {
    // 0.3 of the values are missing: quantiles up to 0.7 are numbers, and those above are never.
    let months = (0..<101).map { $0 <= 70 ? Double($0) : nil }
    let sample = try Sample("month", months, absence: .laterThanAny)
    #expect(sample.count == 101 && sample.quantile(0.5) == 50 && sample.quantile(0.7) == 70)
    #expect(sample.quantile(0.705) == .infinity && sample.quantile(0.9) == .infinity)
    // Ranks 41 and 61 of a median of 101: Φ of 1.96 deviations of 5.02 on either side of 50.5.
    let median = OrderStatisticInterval.estimate(0.5, of: sample)
    #expect(median.value == 50 && median.low == 40 && median.high == 60)
    let later = OrderStatisticInterval.estimate(0.65, of: sample)
    #expect(later.value == 65 && later.low.isFinite && later.high == .infinity)
    for absence in [Absence.unknown, .doesNotExist] {
      #expect(throws: InvalidValue.self) { try Sample("month", months, absence: absence) }
    }
    #expect(throws: InvalidValue.self) { try Figure.mean.sample("month", months, absence: .laterThanAny) }
    #expect(throws: InvalidValue.self) { try Sample("month", [1, nil, .infinity], absence: .laterThanAny) }
  }

  @Test func `a single value has a mean and no bounds`() throws {
    let single = try Sample("x", [4])
    #expect(single.mean == 4 && !single.meanEstimate().isBounded)
    for type in QuantileType.allCases { #expect(single.quantile(0.3, type: type) == 4) }
    #expect(!OrderStatisticInterval.estimate(0.5, of: single).isBounded)
    #expect(BootstrapInterval(single, resamples: 20) { $0[0] }.estimate == Estimate(4, 4, 4, confidence: 0.95))
    #expect(TailRisk(single, resamples: 20).expectedShortfall.value == 4)
  }

  @Test func `values that are all the same have intervals of no length`() throws {
    let constant = try Sample("x", Array(repeating: 0.1, count: 30))
    #expect(constant.isConstant)
    #expect(constant.meanEstimate().halfWidth < 1e-16)
    let bootstrap = BootstrapInterval(constant, resamples: 50) { $0[0] }
    #expect(bootstrap.estimate.halfWidth == 0 && bootstrap.standardError == 0 && bootstrap.bias == 0)
    #expect(abs(TailRisk(constant, resamples: 20).expectedShortfall.value - 0.1) < 1e-15)
  }

  @Test func `quantiles rise with their probability and stay within the sample`() throws {
    let sample = try Sample("x", SyntheticData.normals(37, "quantiles"))
    for type in QuantileType.allCases {
      let quantiles = (0...100).map { sample.quantile(Double($0) / 100, type: type) }
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(quantiles[0] == sample.sorted[0] && quantiles[100] == sample.sorted[36])
    }
  }

  @Test func `too few values do not bound a far quantile`() {
    #expect(OrderStatisticInterval(0.99, count: 20).highRank == nil)
    #expect(OrderStatisticInterval(0.95, count: 100).highRank == 100)
    for probability in [0.01, 0.3, 0.5, 0.95] {
      // All values on one side of the quantile must be less likely than what the interval may miss there.
      let needed = Int((log(0.025) / log(max(probability, 1 - probability))).rounded(.up))
      let (enough, fewer) = (
        OrderStatisticInterval(probability, count: needed), OrderStatisticInterval(probability, count: needed - 1)
      )
      #expect(enough.lowRank != nil && enough.highRank != nil)
      #expect(fewer.lowRank == nil || fewer.highRank == nil)
    }
  }

  @Test func `the bootstrap is the same for the same seed and about right for a mean`() throws {
    let sample = try Sample("x", SyntheticData.normals(100, "bootstrap"))
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    for method in BootstrapInterval.Method.allCases {
      let first = BootstrapInterval(sample, method: method, seed: 3, statistic: mean)
      #expect(first == BootstrapInterval(sample, method: method, seed: 3, statistic: mean))
      #expect(first != BootstrapInterval(sample, method: method, seed: 4, statistic: mean))
      let student = sample.meanEstimate()
      #expect(abs(first.estimate.low - student.low) < 0.05 && abs(first.estimate.high - student.high) < 0.05)
      #expect(abs(first.bias) < 0.01)
    }
    let rows = BootstrapInterval(rows: 100, resamples: 500) { rows in
      rows.reduce(0) { $0 + sample.values[$1] } / Double(rows.count)
    }
    #expect(abs(rows.standardError - sample.meanEstimate().halfWidth / 1.984) < 0.01)
  }

  @Test func `many values are left out in groups, with the same correction for skewness`() throws {
    let values = SyntheticData.exponentials(1000, "groups")
    let sample = try Sample("x", values)
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    let accelerated = BootstrapInterval(sample, resamples: 999, seed: 1, statistic: mean).estimate
    let percentile = BootstrapInterval(sample, method: .percentile, resamples: 999, seed: 1, statistic: mean).estimate
    // An exponential mean of n values is accelerated by 1 / (3 √n): both ends move up by about 2 a (z² + 1)/ (2√n).
    #expect(accelerated.low > percentile.low && accelerated.high > percentile.high)
    #expect(accelerated.high - percentile.high < 0.01)
  }

  @Test func `an expected shortfall counts the value across the edge in part`() {
    // The worst quarter of five values is one and a quarter of them.
    #expect(TailRisk.expectedShortfall(0.25, ofSorted: [1, 2, 3, 4, 5]) == (1 + 0.25 * 2) / 1.25)
    #expect(TailRisk.expectedShortfall(0.1, ofSorted: [1, 2, 3, 4, 5]) == 1)
    #expect(abs(TailRisk.expectedShortfall(0.6, ofSorted: [1, 2, 3, 4, 5]) - 2) < 1e-15)
  }

  @Test func `numbers in sentences have three digits`() {
    #expect([0, 0.12345, -1234.5, 0.1, 82, 1e-7].map(\.shortText) == ["0", "0.123", "-1230", "0.1", "82", "1e-07"])
  }
}

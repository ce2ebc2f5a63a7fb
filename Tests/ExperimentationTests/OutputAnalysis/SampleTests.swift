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

  @Test func `a single value has a mean and no bounds`() throws {
    let single = try Sample("x", [4])
    #expect(single.mean == 4 && !single.meanEstimate().isBounded)
    for type in QuantileType.allCases { #expect(single.quantile(0.3, type: type) == 4) }
    #expect(HarrellDavisQuantile.quantile(0.3, of: single) == 4)
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
    #expect(abs(HarrellDavisQuantile.quantile(0.7, of: constant) - 0.1) < 1e-15)
    #expect(abs(TailRisk(constant, resamples: 20).expectedShortfall.value - 0.1) < 1e-15)
  }

  @Test func `quantiles rise with their probability and stay within the sample`() throws {
    let sample = try Sample("x", SyntheticData.normals(37, "quantiles"))
    for type in QuantileType.allCases {
      let quantiles = (0...100).map { sample.quantile(Double($0) / 100, type: type) }
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(quantiles[0] == sample.sorted[0] && quantiles[100] == sample.sorted[36])
    }
    let smooth = (0...20).map { HarrellDavisQuantile.quantile(Double($0) / 20, of: sample) }
    #expect(zip(smooth, smooth.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `too few values do not bound a far quantile`() {
    #expect(OrderStatisticInterval(0.99, count: 20).highRank == nil)
    #expect(OrderStatisticInterval(0.95, count: 100).highRank == 100)
    let needed = OrderStatisticInterval.countNeeded(for: 0.95)
    #expect(OrderStatisticInterval(0.95, count: needed).highRank != nil)
    #expect(OrderStatisticInterval(0.95, count: needed - 2).highRank == nil)
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

import CGSL
import EventSimulation
import Foundation
import ReferenceData
import Testing
import ValidationRecord

/// Figures of NumPy and SciPy for an autoregressive series and for replications.
private struct ReferenceOutput: Decodable {
  struct Batches: Decodable {
    var mean: Double
    var half_width_95: Double
    var lag1_of_batches: Double
  }
  struct WarmUp: Decodable {
    var first10: [Double]
    var truncate_observations: Int
  }
  struct Interval: Decodable {
    var mean: Double
    var sd: Double
    var lo: Double
    var hi: Double
  }
  var batch_means: Batches
  var mser5: WarmUp
  var acf: [Double]
  var t_interval: Interval
  var quantiles_by_hyndman_fan_type: [String: [Double]]
  var quantile_levels: [Double]

  static func read() throws -> ReferenceOutput { try ReferenceData.figures("output/output.json") }

  /// The first column of a table.
  static func column(_ name: String) throws -> [Double] {
    try ReferenceData.table("output/\(name)").numbers().map { $0[0] }
  }
}

/// Whether two figures agree, and a row of the validation table that has the name of the test.
private func agree(_ a: Double, _ b: Double, _ test: String = #function) -> Bool {
  Validation.agreement(
    .outputStatistics, Validation.claim(test), with: "NumPy, SciPy", figures: 1,
    worst: abs(a - b) / max(1, abs(b)), within: 1e-9)
}

@Suite
struct `Output analysis against NumPy and SciPy` {
  @Test func `batch means`() throws {
    let expected = try ReferenceOutput.read().batch_means
    let batches = try #require(BatchMeans(of: try ReferenceOutput.column("series.csv"), batches: 20))
    let interval = try #require(batches.interval())
    #expect(agree(batches.mean, expected.mean))
    #expect(agree(interval.mean, expected.mean))
    #expect(agree(interval.halfWidth, expected.half_width_95))
    #expect(agree(batches.correlation, expected.lag1_of_batches))
  }

  @Test func `end of the warm-up by MSER-5`() throws {
    let expected = try ReferenceOutput.read().mser5
    let warmUp = MSER5(of: try ReferenceOutput.column("series.csv"))
    #expect(
      Validation.comparison(
        .outputStatistics, "MSER-5 on an autoregressive series", "observations truncated (NumPy)",
        expected: Double(expected.truncate_observations), found: Double(warmUp.truncation), tolerance: 0))
    #expect(warmUp.isReliable)
    for (statistic, expected) in zip(warmUp.statistic, expected.first10) { #expect(agree(statistic, expected)) }
  }

  @Test func `autocorrelation`() throws {
    let series = try ReferenceOutput.column("series.csv")
    let expected = try ReferenceOutput.read().acf
    let correlation = try #require(Autocorrelation(of: series, maximumLag: expected.count - 1))
    #expect(correlation.values.count == expected.count)
    for (value, expected) in zip(correlation.values, expected) { #expect(agree(value, expected)) }
    #expect(agree(correlation[1], gsl_stats_lag1_autocorrelation(series, 1, series.count)))
  }

  @Test func `Student's interval`() throws {
    let expected = try ReferenceOutput.read().t_interval
    let tally = Tally(try ReferenceOutput.column("replications.csv"))
    let interval = try #require(ConfidenceInterval(of: tally, confidence: 0.95))
    #expect(agree(interval.mean, expected.mean))
    #expect(agree(try #require(tally.standardDeviation), expected.sd))
    #expect(agree(interval.low, expected.lo))
    #expect(agree(interval.high, expected.hi))
  }

  @Test func `quantiles of type 7`() throws {
    let reference = try ReferenceOutput.read()
    var sketch = QuantileSketch()
    for value in try ReferenceOutput.column("replications.csv") { sketch.add(value) }
    let expected = try #require(reference.quantiles_by_hyndman_fan_type["type7_linear"])
    let quantiles = try #require(sketch.quantiles(reference.quantile_levels))
    for (quantile, expected) in zip(quantiles, expected) { #expect(agree(quantile, expected)) }
  }
}

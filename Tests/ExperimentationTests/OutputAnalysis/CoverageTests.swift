import CGSL
import Testing
import ValidationRecord

@testable import Experimentation

/// How often an interval of nominally 95 % holds the truth, over synthetic data of fixed seeds.
@Suite struct `An interval of 95 % holds the truth 93 to 97 times in 100` {
  /// Requires the share, and records a row of the validation table.
  private func expectCoverage(
    _ method: String, _ data: String, _ dataSets: Int, truth: Double, interval: (Int) throws -> Estimate
  )
    rethrows
  {
    let held = try (0..<dataSets).count { try interval($0).contains(truth) }
    #expect(
      Validation.coverage(.coverage, method, data, held: held, of: dataSets, allowed: 0.93...0.97), "\(method), \(data)"
    )
  }

  @Test func `Student's t of the mean`() throws {
    try expectCoverage("Student's t", "mean of 20 normal values", 2000, truth: 0) {
      try Sample("x", SyntheticData.normals(20, "t", $0)).meanEstimate()
    }
  }

  @Test func `percentile bootstrap of a mean`() throws {
    try expectCoverage("percentile bootstrap", "mean of 60 normal values", 600, truth: 0) {
      BootstrapInterval(
        try Sample("x", SyntheticData.normals(60, "percentile", $0)), method: .percentile, resamples: 399,
        seed: UInt64($0)
      ) { $0.reduce(0, +) / Double($0.count) }.estimate
    }
  }

  @Test func `accelerated bootstrap of a skewed mean`() throws {
    try expectCoverage("accelerated bootstrap (BCa)", "mean of 80 exponential values", 600, truth: 1) {
      BootstrapInterval(
        try Sample("x", SyntheticData.exponentials(80, "accelerated", $0)), resamples: 399, seed: UInt64($0)
      ) { $0.reduce(0, +) / Double($0.count) }.estimate
    }
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func `order statistics of a quantile`(probability: Double) throws {
    try expectCoverage(
      "order statistics", "\(probability) quantile of 400 exponential values", 1500,
      truth: gsl_cdf_exponential_Pinv(probability, 1)
    ) {
      OrderStatisticInterval.estimate(
        probability, of: try Sample("x", SyntheticData.exponentials(400, "order \(probability)", $0)))
    }
  }

  @Test(arguments: [0.05, 0.3])
  func `Wilson's score of a probability`(probability: Double) {
    expectCoverage("Wilson's score", "probability \(probability) of 200 trials", 1500, truth: probability) {
      let hits = SyntheticData.uniforms(200, "score \(probability)", $0).count { $0 < probability }
      return Proportion(hits, of: 200).estimate()
    }
  }

  @Test func `stopping at an absolute precision of a mean`() throws {
    let rule = try StoppingRule(.mean, .absolute(0.15), batch: 25, minimum: 50, cap: 500)
    try expectCoverage("stopping rule", "normal mean within 0.15", 1000, truth: 0) { dataSet in
      let values = SyntheticData.normals(500, "stop", dataSet)
      return try rule.run("x") { Array(values[$0]) }.verdict.estimate
    }
  }

  @Test func `stopping at a relative precision of a skewed mean`() throws {
    let rule = try StoppingRule(.mean, .relative(0.10), batch: 50, minimum: 100, cap: 1000)
    try expectCoverage("stopping rule", "exponential mean within 10 %", 600, truth: 1) { dataSet in
      let values = SyntheticData.exponentials(1000, "stop relative", dataSet)
      return try rule.run("x") { Array(values[$0]) }.verdict.estimate
    }
  }

  @Test func `stopping at a precision of a probability`() throws {
    let rule = try StoppingRule(.probability(above: 0.8), .absolute(0.05), batch: 25, minimum: 100, cap: 500)
    try expectCoverage("stopping rule", "probability 0.2 within 0.05", 1000, truth: 0.2) { dataSet in
      let values = SyntheticData.uniforms(500, "stop probability", dataSet)
      return try rule.run("x") { Array(values[$0]) }.verdict.estimate
    }
  }

  @Test func `stopping at a precision of a quantile`() throws {
    let rule = try StoppingRule(.quantile(0.5), .absolute(0.05), batch: 50, minimum: 100, cap: 800)
    try expectCoverage("stopping rule", "uniform median within 0.05", 600, truth: 0.5) { dataSet in
      let values = SyntheticData.uniforms(800, "stop quantile", dataSet)
      return try rule.run("x") { Array(values[$0]) }.verdict.estimate
    }
  }
}

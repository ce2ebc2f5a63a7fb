import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

/// A measure with a known mean, e² − 2e + 1 + 1/2 of chance, and one that is sometimes empty.
private struct Rising: Experiment {
  static let question = "What is its mean?"

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.uniform(0, 1), "b", source: .assumption("a test")) var b: Double
  @Uncertain(2, "a constant", source: .assumption("a test")) var constant: Double

  static let mean = (M_E - 1) * (M_E - 1) + 0.5

  var scenario: Scenario {
    let (a, b) = (a, b)
    Trial { streams in
      [.init("y", exp(a) * exp(b) + streams.stream("noise").uniform()), .init("late", a > 0.5 ? a : nil)]
    }
  }
}

@Suite struct `Ways to draw the futures of a run` {
  private static let all: [FutureSampling] = [
    .antithetic, .latinHypercube, .sobol, .stratified(input: "a"), .controlled,
  ]

  private func summary(_ sampling: FutureSampling, seed: UInt64 = 1, replications: Int = 512) throws -> RunSummary {
    let plan = RunPlan(replications: replications, seed: seed, sampling: sampling)
    let experiment = try ResolvedExperiment<Rising>(plan)
    let replicator = try Replicator(experiment, plan: plan)
    let schema = try replicator.schema()
    var summary = RunSummary(schema, sampled: SampledMeans(plan, of: experiment, measures: schema.measures.count))
    try replicator.run(schema) { for record in $0 { summary.add(record) } }
    return summary
  }

  @Test(arguments: all)
  func `tell the same mean with fewer replications`(sampling: FutureSampling) throws {
    let summary = try summary(sampling)
    let estimate = try #require(summary.sampled?.estimate(of: 0))
    let wide = try #require(summary.sampled?.estimate(of: 0, confidence: 0.999))
    #expect(
      Validation.estimate(
        .sampling, "sampling \(sampling)", "mean of 512 replications", expected: Rising.mean, found: wide.mean.value,
        halfWidth: wide.mean.halfWidth))
    #expect(estimate.gain > 1.5, "\(estimate.gain)")
    // The interval of the summary is that of the sampling, but for a corrected mean, which is another figure.
    let shown = try #require(summary.interval(of: 0))
    #expect((shown == estimate.mean) == (sampling != .controlled))
  }

  @Test(arguments: all)
  func `have intervals that hold the truth 93 to 97 times in 100`(sampling: FutureSampling) throws {
    let runs = 600
    let held = try (0..<runs).count { seed in
      let estimate = try summary(sampling, seed: UInt64(seed), replications: 128).sampled?.estimate(of: 0)
      return try #require(estimate).mean.contains(Rising.mean)
    }
    #expect(
      Validation.coverage(
        .coverage, "sampling \(sampling)", "mean of 128 replications", held: held, of: runs, allowed: 0.93...0.97))
  }

  @Test(arguments: all)
  func `give no mean of a measure that is sometimes empty`(sampling: FutureSampling) throws {
    #expect(try summary(sampling).sampled?.estimate(of: 1) == nil)
  }

  @Test func `antithetic pairs draw u and 1 - u, inputs and chance alike`() throws {
    let plan = RunPlan(replications: 10, seed: 4, sampling: .antithetic)
    let rows = try MonteCarloRows(try ResolvedExperiment<Rising>(plan), plan: plan)
    for pair in 0..<5 {
      let (first, second) = (rows.row(2 * pair), rows.row(2 * pair + 1))
      #expect(abs(first.inputs[0] + second.inputs[0] - 1) < 1e-15)
      #expect(first.replication == second.replication && first.sampling == .inverse && second.sampling == .antithetic)
    }
  }

  @Test func `the blocks of a Latin hypercube have a point in each slice of each input`() throws {
    let plan = RunPlan(replications: 160, seed: 4, sampling: .latinHypercube)
    let rows = try MonteCarloRows(try ResolvedExperiment<Rising>(plan), plan: plan)
    for block in 0..<16 {
      for input in 0...1 {
        #expect(Set((0..<10).map { Int(rows.row(10 * block + $0).inputs[input] * 10) }).count == 10)
      }
    }
  }

  @Test(arguments: [
    ("lsh", "did you mean lhs?"), ("stratified(a", "there is no such"), ("halton", "antithetic, controlled"),
  ])
  func `that are not known are refused`(text: String, remedy: String) {
    let error = #expect(throws: InvalidValue.self) { try FutureSampling(text) }
    #expect(error?.description.contains(remedy) ?? false, "\(error?.description ?? "")")
  }

  @Test func `that do not fit the run are refused with what would do`() throws {
    #expect(try FutureSampling("stratified(a)") == .stratified(input: "a"))
    for (sampling, replications, remedy) in [
      (FutureSampling.antithetic, 11, "12"), (.sobol, 1000, "1008"), (.latinHypercube, 16, "32"),
    ] {
      let error = #expect(throws: InvalidValue.self) { try sampling.check(replications) }
      #expect(error?.description.contains("for example \(remedy)") ?? false, "\(error?.description ?? "")")
    }
    for (input, problem) in [("aa", "there is no input"), ("constant", "has no strata")] {
      let plan = RunPlan(replications: 64, sampling: .stratified(input: input))
      let error = #expect(throws: InvalidValue.self) {
        try MonteCarloRows(try ResolvedExperiment<Rising>(plan), plan: plan)
      }
      #expect(error?.description.contains(problem) ?? false)
    }
    #expect(FutureSampling.sobol.isBalanced(512) && !FutureSampling.sobol.isBalanced(480))
  }
}

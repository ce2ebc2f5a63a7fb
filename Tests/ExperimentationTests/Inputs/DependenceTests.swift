import Foundation
import Randomness
import Testing

@testable import Experimentation

/// Three inputs of which two go together, and a constant one.
private struct Correlated: Experiment {
  static let question = "What goes with what?"
  static let dependence = Dependence.gaussian(.rank("a", "b", 0.7))

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.between(1, 9), "b", source: .assumption("a test")) var b: Double
  @Uncertain(.normal(mean: 0, deviation: 1), "c", source: .assumption("a test")) var c: Double
  @Uncertain(3, "d", source: .assumption("a test")) var d: Double

  var scenario: Scenario { Trial { _ in [.init("one", 1)] } }
}

private struct Alone: Experiment {
  static let question = "What goes with what?"

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.between(1, 9), "b", source: .assumption("a test")) var b: Double
  @Uncertain(.normal(mean: 0, deviation: 1), "c", source: .assumption("a test")) var c: Double
  @Uncertain(3, "d", source: .assumption("a test")) var d: Double

  var scenario: Scenario { Trial { _ in [.init("one", 1)] } }
}

@Suite struct `Inputs that go together` {
  private func columns<E: Experiment>(
    _ type: E.Type, _ dependence: DependenceOverride = .none, overrides: [Override] = [], count: Int = 4000
  ) throws -> [[Double]] {
    let plan = RunPlan(replications: count, seed: 3, overrides: overrides, dependence: dependence)
    let rows = try MonteCarloRows(try ResolvedExperiment<E>(plan), plan: plan)
    let drawn = (0..<count).map { rows.row($0).inputs }
    return (0..<4).map { column in drawn.map { $0[column] } }
  }

  @Test func `have the correlation of ranks that is declared, and keep their distributions`() throws {
    let drawn = try columns(Correlated.self)
    // The deviation of a rank correlation of 4000 pairs is about 0.01 here.
    #expect(abs(CorrelationMeasure.spearman.between(drawn[0], drawn[1]) - 0.7) < 0.04)
    #expect(abs(CorrelationMeasure.spearman.between(drawn[0], drawn[2])) < 0.05)
    // Kolmogorov's distance of 4000 values is below 0.031 in 999 of 1000 cases.
    let b = drawn[1].sorted()
    let distribution = Distribution.between(1, 9)
    let distance = b.enumerated().reduce(0.0) {
      max($0, abs(distribution.cumulative(at: $1.element) - (Double($1.offset) + 0.5) / Double(b.count)))
    }
    #expect(distance < 0.031)
  }

  @Test func `leave the draws of the first, and of all that are not named, as they are`() throws {
    let (with, without) = (try columns(Correlated.self, count: 50), try columns(Alone.self, count: 50))
    #expect(zip(with[0], without[0]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(with[2] == without[2] && with[3] == without[3])
    #expect(with[1] != without[1])
  }

  /// Of a normal pair with correlation r, the other given z is normal with mean r z and deviation √(1 − r²).
  @Test(arguments: [0.1, 0.5, 0.9])
  func `are drawn given the one that is set to a number`(value: Double) throws {
    let drawn = try columns(Correlated.self, .none, overrides: [Override(name: "a", text: value.shortest)])
    #expect(drawn[0].allSatisfy { $0 == value })
    let (given, correlation) = (quantile(value), CorrelationMeasure.spearman.ofNormalScores(0.7))
    let scores = drawn[1].map { quantile(Distribution.between(1, 9).cumulative(at: $0)) }
    let mean = scores.reduce(0, +) / Double(scores.count)
    let deviation = (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)).squareRoot()
    #expect(abs(mean - correlation * given) < 0.045)
    #expect(abs(deviation - (1 - correlation * correlation).squareRoot()) < 0.03)
    #expect(abs(CorrelationMeasure.spearman.between(drawn[1], drawn[2])) < 0.05)
  }

  @Test func `are drawn given all of them that are set, by a Gaussian copula, or one by another`() throws {
    let pairs = ["a,b=0.5", "b,c=0.5", "a,c=0.2"]
    let set = [Override(name: "c", text: "1"), Override(name: "b", text: "9")]
    let drawn = try columns(
      Alone.self, try DependenceOverride(pairs: pairs, copula: nil, repairs: false), overrides: set)
    // By the normal regression of a on b and c.
    let r = [0.5, 0.5, 0.2].map { CorrelationMeasure.spearman.ofNormalScores($0) }
    let (b, c) = (quantile(0.95), 1.0)
    let expected = ((r[0] - r[1] * r[2]) * b + (r[2] - r[0] * r[1]) * c) / (1 - r[1] * r[1])
    let mean = drawn[0].map(quantile).reduce(0, +) / Double(drawn[0].count)
    #expect(abs(mean - expected) < 0.06, "\(mean) \(expected)")
    let student = try DependenceOverride(pairs: pairs, copula: "t(4)", repairs: false)
    _ = try columns(Alone.self, student, overrides: [set[0]], count: 10)
    let error = #expect(throws: InvalidValue.self) { try columns(Alone.self, student, overrides: set, count: 10) }
    #expect(error?.description.contains("or take the Gaussian copula") ?? false)
  }

  @Test func `are drawn given each value of a sweep`() throws {
    let plan = RunPlan(replications: 50, seed: 3)
    let experiment = try ResolvedExperiment<Correlated>(plan)
    let rows = try SweepRows(try Sweep(["a=0.1,0.9", "d=2,4"], of: experiment), of: experiment, plan: plan)
    for (text, points) in [("0.1", 0..<2), ("0.9", 2..<4)] {
      let set = RunPlan(replications: 50, seed: 3, overrides: [Override(name: "a", text: text)])
      let alone = try MonteCarloRows(try ResolvedExperiment<Correlated>(set), plan: set)
      for replication in 0..<50 {
        for point in points {
          let row = rows.row(4 * replication + point).inputs
          #expect(row.prefix(3) == alone.row(replication).inputs.prefix(3) && row[3] == [2, 4][point % 2])
        }
      }
    }
  }

  private func quantile(_ probability: Double) -> Double {
    Distribution.normal(mean: 0, deviation: 1).quantile(probability)
  }

  @Test func `can be set from outside, in place of what is declared of the same pair`() throws {
    let override = try DependenceOverride(pairs: ["b,a=-0.5", "b,c=0.3"], copula: "t(5)", repairs: false)
    let drawn = try columns(Correlated.self, override)
    #expect(abs(CorrelationMeasure.spearman.between(drawn[0], drawn[1]) + 0.5) < 0.05)
    #expect(abs(CorrelationMeasure.spearman.between(drawn[1], drawn[2]) - 0.3) < 0.05)
  }

  @Test func `are independent again with none, but for the pairs that are named beside it`() throws {
    let alone = try columns(Alone.self, count: 50)
    let none = try DependenceOverride(pairs: ["none"], copula: nil, repairs: false)
    #expect(try columns(Correlated.self, none, count: 50) == alone)
    let other = try columns(
      Correlated.self, try DependenceOverride(pairs: ["b,c=0.9", "none"], copula: nil, repairs: false))
    #expect(abs(CorrelationMeasure.spearman.between(other[0], other[1])) < 0.05)
    #expect(abs(CorrelationMeasure.spearman.between(other[1], other[2]) - 0.9) < 0.02)
  }

  @Test(arguments: ["clayton", "gumbel", "frank"])
  func `are joined by a copula of two`(copula: String) throws {
    let override = try DependenceOverride(pairs: ["a,c=0.6"], copula: copula, repairs: false)
    let drawn = try columns(Alone.self, override)
    // A copula of one parameter is set by Kendall's correlation, for which that of ranks is translated by way of normal scores.
    #expect(abs(CorrelationMeasure.spearman.between(drawn[0], drawn[2]) - 0.6) < 0.06)
  }

  @Test func `are moved to the nearest that can be, aloud, or refused`() throws {
    let pairs = ["a,b=0.9", "a,c=0.9", "b,c=-0.9"]
    let refused = try DependenceOverride(pairs: pairs, copula: nil, repairs: false)
    let error = #expect(throws: InvalidValue.self) { try ResolvedExperiment<Alone>(dependence: refused) }
    #expect(error?.description.contains("cannot hold together") ?? false)
    #expect(error?.description.contains("whose 0.9 is") ?? false)
    #expect(error?.description.contains("--repair-correlations") ?? false)
    let repaired = try DependenceOverride(pairs: pairs, copula: nil, repairs: true)
    let experiment = try ResolvedExperiment<Alone>(dependence: repaired)
    #expect(experiment.dependence?.repair?.contains("from 0.9 to") ?? false)
    #expect(experiment.dependence?.description.hasSuffix("repaired") ?? false)
  }

  @Test(arguments: [
    ("a,e=0.5", "there is no input \"e\""), ("a,d=0.5", "d is the same in every replication"),
    ("a,a=0.5", "two different inputs"), ("a,b=1.5", "between -1 and 1"), ("a=0.5", "expected first,second"),
    ("a,b=x", "expected first,second"),
  ])
  func `that cannot be are refused`(pair: String, problem: String) {
    let error = #expect(throws: InvalidValue.self) {
      try ResolvedExperiment<Alone>(
        dependence: try DependenceOverride(pairs: [pair], copula: nil, repairs: false))
    }
    #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
  }

  @Test(arguments: [("gausian", "did you mean gaussian?"), ("t", "t takes its degrees")])
  func `by a copula that is not known are refused`(copula: String, remedy: String) {
    let error = #expect(throws: InvalidValue.self) { try DependenceOverride(pairs: [], copula: copula, repairs: false) }
    #expect(error?.description.contains(remedy) ?? false)
  }

  @Test func `by a copula of two cannot be three`() {
    #expect(throws: InvalidValue.self) {
      try ResolvedExperiment<Alone>(
        dependence: try DependenceOverride(pairs: ["a,b=0.5", "b,c=0.5"], copula: "frank", repairs: false))
    }
  }
}

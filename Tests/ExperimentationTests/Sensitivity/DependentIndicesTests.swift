import EventSimulation
import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

/// Case 3 of Kucherenko, Tarantola, Annoni 2012: two pairs of normal inputs, each with a correlation, and a product of
/// one from each.
private struct Products: Experiment {
  static let question = "What do products of dependent inputs depend on?"
  static let dependence = Dependence.gaussian(.normalScores("x1", "x2", 0.3), .normalScores("x3", "x4", -0.3))

  @Uncertain(.normal(mean: 0, deviation: 4), "x1", source: .assumption("the paper")) var x1: Double
  @Uncertain(.normal(mean: 0, deviation: 2), "x2", source: .assumption("the paper")) var x2: Double
  @Uncertain(.normal(mean: 250, deviation: 200), "x3", source: .assumption("the paper")) var x3: Double
  @Uncertain(.normal(mean: 400, deviation: 300), "x4", source: .assumption("the paper")) var x4: Double

  var scenario: Scenario { Trial { _ in [.init("y", x1 * x3 + x2 * x4)] } }
}

/// A sum of normal inputs that all depend on each other, and one that does not.
private struct Sum: Experiment {
  static let question = "What does a sum of dependent inputs depend on?"
  static let dependence = Dependence.gaussian(
    .normalScores("a", "b", 0.5), .normalScores("b", "c", 0.8), .normalScores("a", "c", 0.2))

  @Uncertain(.normal(mean: 0, deviation: 1), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.normal(mean: 5, deviation: 1), "b", source: .assumption("a test")) var b: Double
  @Uncertain(.normal(mean: 0, deviation: 2), "c", source: .assumption("a test")) var c: Double
  @Uncertain(.normal(mean: 0, deviation: 1), "d", source: .assumption("a test")) var d: Double

  var scenario: Scenario { Trial { _ in [.init("y", a + b + c + d)] } }
}

@Suite struct `Sobol's indices of dependent inputs` {
  private func analysis<E: Experiment>(
    _ type: E.Type, blocks: Int, seed: UInt64 = 1, overrides: [Override] = [], _ model: ([Double]) -> Double
  ) throws -> SensitivityAnalysis {
    let experiment = try ResolvedExperiment<E>(RunPlan(replications: 1, seed: seed, overrides: overrides))
    let columns = try experiment.requireUncertainInputs()
    let names = columns.map { experiment.inputs[$0].declaration.name }
    let dependence = try #require(experiment.dependence)
    let points = try SaltelliPoints(
      inputs: names, blocks: blocks, secondOrder: true, scrambling: .owen(Streams(seed: seed, replication: 0)))
    let rows = ConditionalRows(
      points, columns: columns, of: experiment, dependence, try dependence.conditionals(for: "sobol"))
    var stream = SobolStream(
      SobolIndices(secondOrder: true, bootstrap: Bootstrap(resamples: 200)), measure: "y", inputs: names,
      areDependent: true)
    for row in 0..<points.count { stream.add(model(rows.row(row).inputs)) }
    return try stream.analysis(aleatoryShare: nil)
  }

  private func value(_ index: String, of input: String, in analysis: SensitivityAnalysis) throws -> Double {
    try #require(analysis.rows.first { $0.index == index && $0.input == input }?.value)
  }

  @Test func `are those of the paper's products, which have a closed form`() throws {
    let found = try analysis(Products.self, blocks: 8192) { $0[0] * $0[2] + $0[1] * $0[3] }
    // V = s1² (s3² + m3²) + s2² (s4² + m4²) + 2 c12 (c34 + m3 m4). E[y | x1] = x1 (m3 + r s2 / s1 m4), and the variance of
    // y given all but x1 is that of x1 given x2 times x3².
    let variance: Double = 16 * 102_500 + 4 * 250_000 + 2 * 2.4 * (100_000 - 18_000)
    let means: [Double] = [250 + 0.15 * 400, 400 + 0.6 * 250]
    let first: [Double] = [16 * means[0] * means[0], 4 * means[1] * means[1], 0, 0]
    let squares: [Double] = [1_640_000, 1_000_000, 640_000, 360_000]
    let total = squares.map { 0.91 * $0 }
    for (place, input) in ["x1", "x2", "x3", "x4"].enumerated() {
      // A Sobol design of 8192 blocks is within 0.01 in each of 20 seeds.
      for (index, value) in [("S1", first[place] / variance), ("ST", total[place] / variance)] {
        #expect(
          Validation.comparison(
            .sensitivityExact, "products of dependent normal inputs", "\(index) of \(input), Kucherenko 2012 case 3",
            expected: value, found: try self.value(index, of: input, in: found), tolerance: 0.015, absolute: true))
      }
    }
    #expect(!found.warnings.contains { if case .firstOrderSumAboveOne = $0 { true } else { false } })
  }

  @Test func `are those of a sum, by its covariances`() throws {
    let found = try analysis(Sum.self, blocks: 8192) { $0.reduce(0, +) }
    let scores = [[1, 0.5, 0.2, 0], [0.5, 1, 0.8, 0], [0.2, 0.8, 1, 0], [0, 0, 0, 1]]
    let deviations = [1.0, 1, 2, 1]
    let covariance = { (i: Int, j: Int) -> Double in scores[i][j] * deviations[i] * deviations[j] }
    let shares = (0..<4).map { place in (0..<4).reduce(0.0) { $0 + covariance(place, $1) } }
    let variance = shares.reduce(0, +)
    // Of the precision matrix of a, b and c by its cofactors: the variance given the others is det / cofactor.
    let determinant: Double = 1 + 2 * 0.5 * 0.2 * 0.8 - 0.25 - 0.04 - 0.64
    let given: [Double] = [determinant / 0.36, determinant / 0.96, determinant / 0.75, 1]
    for (place, input) in ["a", "b", "c", "d"].enumerated() {
      let first = shares[place] * shares[place] / covariance(place, place) / variance
      let total = given[place] * covariance(place, place) / variance
      #expect(abs(try value("S1", of: input, in: found) - first) < 0.015)
      #expect(abs(try value("ST", of: input, in: found) - total) < 0.01)
    }
  }

  @Test func `of an input that is set are not there, and the others are drawn given it`() throws {
    let set = Override(name: "b", text: "6")
    let found = try analysis(Sum.self, blocks: 4096, overrides: [set]) { $0.reduce(0, +) }
    // Given b: var a = 1 − 0.25, var c = 4 (1 − 0.64), their covariance 2 (0.2 − 0.4).
    let (a, c, both) = (0.75, 1.44, -0.4)
    let variance = a + c + 2 * both + 1
    let (withA, withC): (Double, Double) = (a + both, c + both)
    let squares: [Double] = [withA * withA / a, withC * withC / c, 1]
    let given: [Double] = [a - both * both / c, c - both * both / a, 1]
    let (first, total) = (squares.map { $0 / variance }, given.map { $0 / variance })
    for (place, input) in ["a", "c", "d"].enumerated() {
      #expect(abs(try value("S1", of: input, in: found) - first[place]) < 0.02)
      #expect(abs(try value("ST", of: input, in: found) - total[place]) < 0.02)
    }
    #expect(!found.rows.contains { $0.input == "b" })
  }

  @Test func `keep the dependence in each row of a block`() throws {
    let experiment = try ResolvedExperiment<Products>(RunPlan(replications: 1, seed: 1))
    let dependence = try #require(experiment.dependence)
    let points = try SaltelliPoints(
      inputs: ["x1", "x2", "x3", "x4"], blocks: 2048, secondOrder: true,
      scrambling: .owen(Streams(seed: 5, replication: 0)))
    let rows = ConditionalRows(
      points, columns: [0, 1, 2, 3], of: experiment, dependence, try dependence.conditionals(for: "sobol"))
    for place in 0..<points.rowsOfBlock {
      let drawn = (0..<2048).map { rows.row($0 * points.rowsOfBlock + place).inputs }
      // The deviation of the correlation of 2048 pairs is 0.02 if they are drawn at random, and less here.
      #expect(abs(CorrelationMeasure.pearson.between(drawn.map { $0[0] }, drawn.map { $0[1] }) - 0.3) < 0.06)
      #expect(abs(CorrelationMeasure.pearson.between(drawn.map { $0[2] }, drawn.map { $0[3] }) + 0.3) < 0.06)
      #expect(abs(CorrelationMeasure.pearson.between(drawn.map { $0[0] }, drawn.map { $0[2] })) < 0.06)
    }
    // AB has all but one input of A; BA has one of A.
    let block = (0..<points.rowsOfBlock).map { rows.row($0).inputs }
    for input in 0..<4 {
      for other in 0..<4 { #expect((block[1 + input][other] == block[0][other]) == (other != input)) }
      #expect(block[5 + input][input] == block[0][input])
    }
  }

  @Test(arguments: ["student", "clayton", "one"])
  func `are refused where the conditional distributions are not known`(kind: String) throws {
    let inputs = ["a", "b"].map { ResolvedDependence.Input(name: $0, isUncertain: true, given: nil) }
    let dependence: Dependence =
      switch kind {
      case "student": .student(freedom: 4, .normalScores("a", "b", 0.5))
      case "clayton": .clayton("a", "b", kendall: 0.5)
      default: .gaussian(.normalScores("a", "b", 1))
      }
    let resolved = try #require(try ResolvedDependence(dependence, inputs: inputs, repairs: false))
    let error = try #require(throws: InvalidValue.self) { try resolved.conditionals(for: "sobol") }
    #expect("\(error)".contains(kind == "one" ? "correlated by 1" : "Gaussian copula only"))
  }
}

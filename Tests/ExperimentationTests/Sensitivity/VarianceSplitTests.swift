import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct `Variance of inputs and of chance` {
  /// Points with a normal effect, replications with normal noise.
  private func outputs(_ points: Int, _ replications: Int, effect: Double, noise: Double, seed: UInt64) -> [[Double]] {
    let stream = Streams(seed: seed, replication: 0).stream("outputs")
    let normal = Distribution.normal(mean: 0, deviation: 1)
    return (0..<points).map { _ in
      let level = effect * normal.quantile(stream.uniformOpen())
      return (0..<replications).map { _ in level + noise * normal.quantile(stream.uniformOpen()) }
    }
  }

  @Test func `mean squares of a small table are the textbook's`() throws {
    // Means 2 and 6, squares within 2 and 2, between 2 × 8.
    let split = try VarianceSplit(of: [[1, 3], [5, 7]], measure: "y")
    #expect(split.chance == 2 && split.inputs == 7)
    #expect(split.aleatoryShare == 2.0 / 9)
    #expect(abs((split.aleatoryShare(averaging: 4) ?? 0) - 0.5 / 7.5) < 1e-15)
  }

  @Test(arguments: [0.0, 0.5, 2])
  func `its interval holds the true share of chance about 19 times in 20`(noise: Double) throws {
    let share = noise * noise / (1 + noise * noise)
    var held = 0
    for seed in 0..<300 as Range<UInt64> {
      let split = try VarianceSplit(of: outputs(25, 4, effect: 1, noise: noise, seed: seed), measure: "y")
      if try #require(split.interval).contains(share) { held += 1 }
    }
    #expect(
      Validation.coverage(
        .coverage, "aleatory share of the variance", "noise \(noise), 25 points of 4 replications", held: held,
        of: 300,
        allowed: noise == 0 ? 1...1 : 271 / 300.0...297 / 300.0))
  }

  @Test func `a known share of chance is found`() throws {
    let split = try VarianceSplit(of: outputs(2000, 5, effect: 1, noise: 0.5, seed: 1), measure: "y")
    #expect(abs(try #require(split.aleatoryShare) - 0.2) < 0.02)
    #expect(split.warnings.isEmpty)
  }

  @Test func `a variance of the inputs below 0 is shown as 0, with a warning`() throws {
    let split = try VarianceSplit(of: [[1, 3], [2, 2], [3, 1]], measure: "y")
    #expect(split.inputs == 0 && split.aleatoryShare == 1)
    #expect(split.warnings.contains { if case .negativeVarianceOfInputs(let value) = $0 { value < 0 } else { false } })
    #expect(split.warnings.contains(.chanceDominates(share: 1)))
    #expect(try #require(split.interval).upperBound == 1)
  }

  @Test func `nothing, one point, one replication and equal outputs have no share, and say why`() throws {
    for outputs in [[], [[]], [[1, 2]], [[1], [2], [3]]] as [[[Double]]] {
      let split = try VarianceSplit(of: outputs, measure: "y")
      #expect(split.aleatoryShare == nil && split.interval == nil && split.aleatoryShare(averaging: 2) == nil)
      #expect(split.warnings.contains { if case .tooFewRows = $0 { true } else { false } })
    }
    let equal = try VarianceSplit(of: Array(repeating: [4, 4], count: 30), measure: "y")
    #expect(equal.aleatoryShare == nil && equal.warnings == [.constantOutput])
  }

  @Test func `an output that is no number is named by its point`() throws {
    let error = try #require(throws: SensitivityError.self) {
      try VarianceSplit(of: [[1, 2], [3, .nan], [.infinity, 1]], measure: "npv")
    }
    #expect(error == .missingReplications(measure: "npv", firstPoint: 1, count: 2))
    #expect("\(error)".contains("2 design points, first design point 1"))
  }
}

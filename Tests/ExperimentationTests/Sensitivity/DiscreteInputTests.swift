import Randomness
import Testing

@testable import Experimentation

/// An input with steps, beside one that is uniform over [0, 1] and one that does nothing.
private struct StepsCase: Sendable, CustomTestStringConvertible {
  let distribution: String
  /// The variance of the input.
  let variance: Double
  let quantile: @Sendable (Double) -> Double

  var testDescription: String { distribution }

  /// The first-order shares of the two inputs of a + b.
  var shares: [Double] {
    let all = variance + 1.0 / 12
    return [variance / all, 1.0 / 12 / all, 0]
  }

  /// The values of a distribution over 0, 1, 2 … by their probabilities.
  private static func values(_ probabilities: [Double]) -> @Sendable (Double) -> Double {
    { number in
      var cumulative = 0.0
      for (value, probability) in probabilities.enumerated() {
        cumulative += probability
        if number < cumulative { return Double(value) }
      }
      return Double(probabilities.count - 1)
    }
  }

  /// Of a Poisson number of mean 3, up to 14.
  private static let poisson: [Double] = {
    var probabilities = [0.049787068367863944]
    for value in 1...14 { probabilities.append(probabilities[value - 1] * 3 / Double(value)) }
    return probabilities
  }()

  static let all = [
    StepsCase(distribution: "bernoulli(0.5)", variance: 0.25) { $0 < 0.5 ? 0 : 1 },
    StepsCase(distribution: "bernoulli(0.2)", variance: 0.16) { $0 < 0.8 ? 0 : 1 },
    // Half of the mean square of a uniform number, less the square of its mean of a quarter.
    StepsCase(distribution: "mixture(0.5: 0, 0.5: uniform(0, 1))", variance: 1.0 / 6 - 1.0 / 16) {
      max(2 * $0 - 1, 0)
    },
    StepsCase(distribution: "discrete(0, 1, 2)", variance: 2.0 / 3) { (3 * $0).rounded(.down) },
    StepsCase(distribution: "poisson(3)", variance: 3, quantile: values(poisson)),
  ]

  func results(_ rows: [[Double]]) -> DesignResults {
    let rows = rows.map { [quantile($0[0])] + $0.dropFirst() }
    return DesignResults(measure: "y", inputs: ["a", "b", "c"], rows: rows, outputs: rows.map { $0[0] + $0[1] })
  }
}

@Suite struct `Shares of inputs with steps` {
  /// The rows that a method takes of itself.
  private func rows(_ method: any DesignBasedMethod, _ size: Int, seed: UInt64) throws -> [[Double]] {
    let design = try method.design(of: ["a", "b", "c"], size: size, streams: Streams(seed: seed, replication: 0))
    return (0..<design.count).map { design.row($0).numbers }
  }

  /// Of 12 intervals of a, one and a half miss at most in the mean; five miss once in a thousand.
  private func check(_ method: any DesignBasedMethod, _ steps: StepsCase, inputs: [String]) throws {
    var missed = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      let found = try method.analyze(steps.results(try rows(method, 1024, seed: seed)))
      for (input, share) in zip(inputs, steps.shares) {
        let row = try #require(found.row("S1", of: input))
        // Four standard deviations of random rows.
        #expect(abs(try #require(row.value) - share) < 0.09, "\(row)")
        if input == "a", !(try #require(row.interval)).contains(share) { missed += 1 }
      }
    }
    #expect(missed < 5, "\(missed) of 12")
  }

  @Test(arguments: StepsCase.all)
  fileprivate func `by RBD-FAST are the exact ones`(steps: StepsCase) throws {
    try check(RandomBalanceFAST(bootstrap: Bootstrap(resamples: 40)), steps, inputs: ["a", "b", "c"])
  }

  /// A class of a density loses what the input does within it, so the mixture is left out.
  @Test(arguments: StepsCase.all.filter { !$0.distribution.hasPrefix("mixture") })
  fileprivate func `by the classes of delta are the exact ones`(steps: StepsCase) throws {
    try check(DeltaMeasure(bootstrap: Bootstrap(resamples: 20)), steps, inputs: ["a"])
  }

  @Test func `by the classes of delta are the exact ones where the values are many`() throws {
    // Of the sum of twenty coins and a uniform number: variances of 5 and a twelfth.
    let rows = TestFunction.sum.randomRows(1024, seed: 1)
    let coins = Streams(seed: 1, replication: 0).stream("coins")
    let counts = rows.map { _ in Double((0..<20).count { _ in coins.uniform() < 0.5 }) }
    let found = try DeltaMeasure(bootstrap: Bootstrap(resamples: 20)).analyze(
      DesignResults(
        measure: "y", inputs: ["a", "b"], rows: zip(counts, rows).map { [$0, $1[0]] },
        outputs: zip(counts, rows).map { $0 + $1[0] }))
    #expect(abs(try #require(found.row("S1", of: "a")?.value) - 60.0 / 61) < 0.005)
  }

  @Test(arguments: StepsCase.all)
  fileprivate func `by RBD-FAST do not depend on the order of the rows`(steps: StepsCase) throws {
    let method = RandomBalanceFAST(bootstrap: Bootstrap(resamples: 0))
    // The points of a Sobol sequence, whose order tells the other inputs of rows with the same value.
    let points = try Design.sobol(
      inputs: ["a", "b", "c"], rows: 1024, scrambling: .owen(Streams(seed: 1, replication: 0)))
    let found = try method.analyze(steps.results((0..<1024).map { points.row($0).numbers }))
    #expect(abs(try #require(found.row("S1", of: "a")?.value) - steps.shares[0]) < 0.02)
  }
}

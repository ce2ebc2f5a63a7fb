import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct `The value of learning an input` {
  /// To act brings 1 + 2a + 3b for standard normal a and b, and nothing for c.
  private let a = SyntheticData.normals(2000, "a")
  private let b = SyntheticData.normals(2000, "b")
  private let c = SyntheticData.normals(2000, "c")

  private func table() throws -> OptionTable {
    try OptionTable([("wait", a.map { _ in 0 }), ("act", zip(a, b).map { 1 + 2 * $0 + 3 * $1 })])
  }

  @Test(arguments: [PartialPerfectInformation.Estimator.regression, .bins(nil)])
  func `is the unit normal loss of its part`(estimator: PartialPerfectInformation.Estimator) throws {
    let table = try table()
    for (values, deviation) in [(a, 2.0), (b, 3.0)] {
      let learning = try PartialPerfectInformation(
        of: try Sample("x", values), table, estimator: estimator, resamples: 100)
      let exact = UnitNormalLoss.valueOfLearning(mean: 1, deviation: deviation)
      #expect(learning.value.contains(exact) && learning.isBeyondNoise)
      #expect(
        Validation.comparison(
          .decisions, "EVPPI of a normal input of deviation \(deviation), by \("\(estimator)".prefix { $0 != "(" })",
          "value: unit normal loss, estimated", expected: exact, found: learning.value.value, tolerance: 0.1,
          absolute: true))
    }
  }

  @Test func `is not shown for an input that has nothing to do with the payoff`() throws {
    let learning = try PartialPerfectInformation(of: try Sample("c", c), try table(), resamples: 100)
    #expect(!learning.isBeyondNoise && learning.value.low == 0)
    #expect(learning.note.hasPrefix("learning c is not shown to be worth anything"))
  }

  @Test func `of all there is comes to that of perfect information`() throws {
    // One input decides everything, in steps: each of its few values is a group of its own.
    let states = SyntheticData.uniforms(900, "states").map { ($0 * 3).rounded(.down) }
    let table = try OptionTable([("low", states.map { 1 - $0 }), ("high", states.map { $0 - 1 })])
    let learning = try PartialPerfectInformation(of: try Sample("state", states), table, resamples: 50)
    #expect(abs(learning.value.value - PerfectInformation(table).value.value) < 1e-12)
    #expect(learning.note.contains("learning state is worth up to"))
  }

  @Test func `follows a curve that no straight line can`() throws {
    // To act pays in the middle of the range only: a line would see no value at all.
    let x = SyntheticData.uniforms(1000, "curve")
    let table = try OptionTable([("wait", x.map { _ in 0 }), ("act", x.map { 0.05 - ($0 - 0.5) * ($0 - 0.5) })])
    let learning = try PartialPerfectInformation(of: try Sample("x", x), table, resamples: 20)
    #expect(abs(learning.value.value / PerfectInformation(table).value.value - 1) < 0.02)
  }

  @Test func `of an input that can only make the choice worse is 0`() throws {
    // The payoff is whether an event comes in time: the other option comes later and brings no more anywhere.
    let x = SyntheticData.uniforms(2000, "steps")
    let table = try OptionTable([("early", x.map { $0 < 0.2 ? 1 : 0 }), ("late", x.map { $0 < 0.1 ? 1 : 0 })])
    #expect(PerfectInformation(table).value == Estimate(0, 0, 0, confidence: 0.95))
    let learning = try PartialPerfectInformation(of: try Sample("x", x), table, resamples: 50)
    #expect(learning.value == Estimate(0, 0, 0, confidence: 0.95) && !learning.isBeyondNoise)
  }

  @Test(arguments: 0..<12)
  func `is never above that of perfect information`(seed: Int) throws {
    // Gains of few values that jump at random places of the input.
    let x = SyntheticData.uniforms(400, "input", seed)
    let levels = SyntheticData.uniforms(12, "levels", seed).map { ($0 * 3).rounded(.down) - 1.5 }
    let gains = x.map { levels[Int($0 * 12)] }
    let table = try OptionTable([("wait", x.map { _ in 0 }), ("act", gains.map { $0 })])
    let everything = PerfectInformation(table).value
    let learning = try PartialPerfectInformation(of: try Sample("x", x), table, resamples: 50)
    #expect(learning.value.value <= everything.value)
    #expect(learning.value.low <= everything.high && learning.value.high <= everything.high)
  }

  @Test func `is 0 for a constant input, an only option and one replication`() throws {
    let table = try table()
    let constant = try Sample("x", a.map { _ in 4 })
    #expect(try PartialPerfectInformation(of: constant, table, resamples: 5).value.value == 0)
    #expect(try PartialPerfectInformation(of: constant, table, estimator: .bins(10), resamples: 5).value.value == 0)
    let only = try OptionTable([("only", a.map { $0 })])
    #expect(try PartialPerfectInformation(of: try Sample("b", b), only, resamples: 5).value.value == 0)
    let one = try OptionTable([("x", [1]), ("y", [2])])
    #expect(try PartialPerfectInformation(of: try Sample("b", [3]), one, resamples: 5).value.value == 0)
    let short = #expect(throws: InvalidValue.self) { try PartialPerfectInformation(of: try Sample("b", [3]), table) }
    #expect(short?.description.contains("it has 1 values for 2000 replications") == true)
  }

  @Test func `of tied inputs never splits a tie between bins`() {
    let input = [1.0, 2, 2, 2, 2, 2, 3, 4]
    let fitted = BinnedMean(input, bins: 4).fitted(
      [0, 10, 20, 30, 40, 50, 60, 70], weights: Array(repeating: 1, count: 8))
    #expect(Set(fitted[1...5]).count == 1)
  }

  @Test func `the winner of equals is flattered, and replications out of sample show it`() throws {
    // Twenty options of the same mean: the highest of twenty means of 100 is 1.87 standard errors too high.
    let options = (0..<20).map { ("\($0)", SyntheticData.normals(100, "equals", $0).map(Optional.some)) }
    let table = try OptionTable(options)
    let check = try SelectionOptimism(of: table) { SyntheticData.normals(1000, "fresh", $0) }
    #expect(check.winner == table.best(for: .expectedValue).name)
    #expect(check.promised.value > 0.1 && abs(check.delivered.value) < 0.1)
    #expect(check.optimism.value == check.promised.value - check.delivered.value && check.optimism.value > 0.1)
    #expect(check.delivered.contains(0))
  }
}

import Glibc
import Randomness
import Testing

@testable import Experimentation

/// What drives a measure, from the rows of a run alone.
@Suite struct `What drives a measure` {
  private func columns(_ count: Int, _ names: [String]) -> [[Double]] {
    names.map { name in
      let stream = Streams(seed: 9, replication: 0).stream("drivers/\(name)")
      return (0..<count).map { _ in stream.uniform() }
    }
  }

  @Test func `a sum of inputs has the shares and the swings of its terms`() throws {
    let rows = columns(4000, ["a", "b", "idle", "chance"])
    let outputs = (0..<4000).map { 4 * rows[0][$0] - 2 * rows[1][$0] + rows[3][$0] }
    let found = try #require(
      Drivers(measure: "npv", inputs: ["a", "b", "idle"], columns: Array(rows[0..<3]), outputs: outputs))
    #expect(found.drivers.map(\.input) == ["a", "b", "idle"])
    // Variances 16, 4 and 1 twelfths: of 21. Means of the tenths of a uniform are 0.05 and 0.95.
    let expected: [(share: Double, swing: Double)] = [(16.0 / 21, 3.6), (4.0 / 21, -1.8), (0, 0)]
    for (driver, (share, swing)) in zip(found.drivers, expected) {
      #expect(abs(driver.share - share) < 0.03, "\(driver)")
      #expect(abs(driver.swing.value - swing) < 1.5 * driver.swing.halfWidth, "\(driver)")
    }
    #expect(found.drivers[0].hasShare && found.drivers[1].hasShare)
    #expect(abs(found.drivers[0].lowest - 0.05) < 0.01 && abs(found.drivers[0].highest - 0.95) < 0.01)
  }

  @Test func `an input that acts against itself has no swing and a share`() throws {
    let rows = columns(3000, ["a"])
    let outputs = rows[0].map { ($0 - 0.5) * ($0 - 0.5) }
    let driver = try #require(Drivers(measure: "npv", inputs: ["a"], columns: rows, outputs: outputs)).drivers[0]
    #expect(driver.share > 0.9 && abs(driver.swing.value) < 0.02 && driver.hasShare)
  }

  @Test func `an input without effect is rarely shown by its share`() throws {
    var shown = 0
    for trial in 0..<200 {
      let stream = Streams(seed: 2, replication: trial).stream("idle")
      let (input, output) = ((0..<500).map { _ in stream.uniform() }, (0..<500).map { _ in stream.uniform() })
      let driver = try #require(Drivers(measure: "y", inputs: ["x"], columns: [input], outputs: output)).drivers[0]
      if driver.hasShare { shown += 1 }
    }
    #expect((1...24).contains(shown), "\(shown) of 200")
  }

  /// The rows of a run of 200 replications with twenty inputs on which nothing depends, and a payoff with a heavy tail:
  /// in one run of twenty an input is named, a binomial number of 60 with 3 on average and above 9 once in a thousand.
  @Test(arguments: [false, true]) func `none of many inputs without effect is named, but in one run of twenty`(
    isHeavy: Bool
  ) throws {
    var named = 0
    for trial in 0..<60 {
      let stream = Streams(seed: 4, replication: trial).stream("idle")
      let columns = (0..<20).map { _ in (0..<200).map { _ in stream.uniform() } }
      let outputs = (0..<200).map { _ in isHeavy ? pow(1 - stream.uniform(), -0.5) : stream.uniform() }
      let names = columns.indices.map { "x\($0)" }
      let found = try #require(Drivers(measure: "y", inputs: names, columns: columns, outputs: outputs))
      if found.drivers.contains(where: \.hasShare) { named += 1 }
    }
    #expect(named <= 9, "\(named) of 60")
  }

  @Test func `an input of two values has both as its ends`() throws {
    let stream = Streams(seed: 3, replication: 0).stream("two")
    let input = (0..<1000).map { _ in stream.uniform() < 0.3 ? 1.0 : 0 }
    let driver = try #require(
      Drivers(measure: "y", inputs: ["x"], columns: [input], outputs: input.map { 5 * $0 })
    ).drivers[0]
    #expect(driver.swing.value == 5 && driver.share > 0.99 && driver.lowest == 0 && driver.highest == 1)
  }

  @Test func `an input on which nothing depends is named and has no swing`() throws {
    let rows = columns(500, ["a", "off"])
    let found = try #require(
      Drivers(measure: "y", inputs: ["a", "off"], columns: rows, outputs: rows[0], unused: ["off"]))
    #expect(found.drivers.map(\.input) == ["a"] && found.unused == ["off"])
  }

  @Test func `a measure that is the same everywhere, and too few replications, have none`() {
    let input = columns(200, ["a"])
    #expect(Drivers(measure: "y", inputs: ["a"], columns: input, outputs: input[0].map { _ in 3 }) == nil)
    #expect(Drivers(measure: "y", inputs: ["a"], columns: [[1, 2]], outputs: [1, 2]) == nil)
    #expect(Drivers(measure: "y", inputs: [], columns: [], outputs: input[0]) == nil)
  }
}

import EventSimulation
import Randomness
import Testing

@testable import Experimentation

@Suite struct `Options on the same draws` {
  private let schema = RunSchema(measures: [
    MeasureDeclaration(name: "npv", unit: "CNY", meaning: ""),
    MeasureDeclaration(name: "month", unit: "month", meaning: "", absence: .laterThanAny),
  ])

  /// Three options of which the second is a little better than the first and the third is noise of its own.
  private func comparison() -> (Comparison, [[Double]]) {
    let (shared, own) = (SyntheticData.normals(500, "shared"), SyntheticData.normals(500, "own"))
    let values = [shared, zip(shared, own).map { $0 + 0.1 + 0.2 * $1 }, SyntheticData.normals(500, "third")]
    var comparison = Comparison(schema, options: ["a", "b", "c"])
    for row in 0..<500 {
      comparison.add(values.map { [$0[row], $0[row] > 1 ? nil : ($0[row] * 4).rounded()] })
    }
    return (comparison, values)
  }

  @Test func `differ as their samples do`() throws {
    let (comparison, values) = comparison()
    let expected = try PairedDifference(try Sample("b", values[1]), try Sample("a", values[0]))
    let found = try #require(PairedDifference(comparison.pair(1, 0, measure: 0)))
    #expect(abs(found.difference.value - expected.difference.value) < 1e-12)
    #expect(abs(found.difference.low - expected.difference.low) < 1e-12)
    #expect(abs(found.runsSaved - expected.runsSaved) < 1e-9 && expected.runsSaved > 20)
    #expect(found.reversed.difference.value == -found.difference.value)
    #expect(found.reversed.difference.low == -found.difference.high && found.reversed.p == found.p)
    let wins = Double(zip(values[1], values[0]).count { $0 > $1 }) / 500
    #expect(abs((comparison.pair(1, 0, measure: 0).chanceOfGreater()?.value ?? 9) - wins) < 1e-12)
    #expect(abs((comparison.pair(1, 0, measure: 0).chanceOfLess()?.value ?? 9) - (1 - wins)) < 1e-12)
  }

  @Test func `are not paired in two units, and the message names both`() throws {
    func measure(_ name: String, _ unit: InputUnit) -> MeasureDeclaration {
      MeasureDeclaration(name: name, unit: unit, meaning: "", absence: .laterThanAny)
    }
    let refused = try #require(throws: InvalidValue.self) {
      try PairedTally(measure("npv", "EUR"), measure("npv", "JPY"))
    }
    #expect(refused.problem == "one is in EUR and the other in JPY, so they have no difference")
    #expect(throws: InvalidValue.self) { try PairedTally(measure("npv", "EUR"), measure("cost", "EUR")) }
    // What the measure says of a missing value is what the pairs say of it.
    var tally = try PairedTally(measure("npv", "EUR"), measure("npv", "EUR"))
    tally.add(nil, 3)
    #expect(tally.greater == 1 && tally.unpaired == 1)
    let (first, second) = (
      RunSchema(measures: [measure("npv", "EUR"), measure("month", "month"), measure("cost", "EUR")]),
      RunSchema(measures: [measure("npv", "JPY"), measure("month", "month"), measure("cost", "JPY")])
    )
    let options = try #require(throws: InvalidValue.self) { try first.joined(with: second) }
    #expect(options.problem == "one option is in EUR and another in JPY (npv, cost)")
    #expect(try first.joined(with: first).measures == first.measures)
  }

  @Test(arguments: [false, true])
  func `share the chance of being the best`(least: Bool) {
    let (comparison, _) = comparison()
    for measure in 0...1 {
      let chances = (0..<3).compactMap { comparison.chanceOfExtreme($0, measure: measure, least: least)?.value }
      #expect(abs(chances.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `without a value are later than any, and in no mean`() {
    var comparison = Comparison(schema, options: ["a", "b"])
    comparison.add([[1, nil], [2, 5]])
    comparison.add([[1, 3], [2, 5]])
    comparison.add([[1, nil], [2, nil]])
    let pair = comparison.pair(1, 0, measure: 1)
    #expect(pair.unpaired == 2 && pair.difference.count == 1 && pair.count == 3)
    // The second is less once, greater once, and a tie once.
    #expect(pair.greater == 1 && pair.same == 1 && pair.comparable == 3)
    #expect(pair.chanceOfGreater()?.value == 1.0 / 3 && pair.chanceOfLess()?.value == 1.0 / 3)
    #expect(comparison.chanceOfExtreme(0, measure: 1, least: true)?.value == 0.5)
    #expect(comparison.measures[0][1].empty == 2 && comparison.measures[0][1].mean == nil)
  }

  @Test(arguments: [Absence.doesNotExist, .unknown])
  func `are compared where each has a value, unless one without is later`(absence: Absence) {
    var comparison = Comparison(
      RunSchema(measures: [MeasureDeclaration(name: "irr", unit: .perYear, meaning: "", absence: absence)]),
      options: ["a", "b"])
    #expect(comparison.chanceOfExtreme(0, measure: 0, least: false) == nil)
    for (a, b) in [(nil, 0.1), (0.2, nil), (0.3, 0.1), (0.3, 0.2), (0.1, 0.4)] as [(Double?, Double?)] {
      comparison.add([[a], [b]])
    }
    #expect(abs((comparison.chanceOfExtreme(0, measure: 0, least: false)?.value ?? 0) - 2 / 3) < 1e-12)
    let pair = comparison.pair(1, 0, measure: 0)
    #expect(abs((pair.chanceOfGreater()?.value ?? 0) - 1 / 3) < 1e-12 && pair.unpaired == 2 && pair.comparable == 3)
    // Quantiles of what exists; of what is not known there is none.
    #expect(comparison.measures[0][0].quantiles([0.5]) == [absence == .unknown ? nil : 0.25])
  }

  @Test func `of a probability have the score interval`() {
    var summary = MeasureSummary(isProbability: true)
    for trial in 0..<20 { summary.add(trial < 1 ? 1 : 0) }
    #expect(summary.interval == Proportion(1, of: 20).estimate())
  }

  @Test func `that differ by rounding only are the same in every replication`() throws {
    // (a + b) + 0.3 and a + (b + 0.3) are one number; on paper their difference is 0.
    let (a, b) = (SyntheticData.normals(400, "a"), SyntheticData.normals(400, "b"))
    var comparison = Comparison(schema, options: ["left", "right"])
    var different = 0
    for row in 0..<400 {
      let (left, right) = ((a[row] + b[row] + 9) + 0.3, a[row] + (b[row] + 9 + 0.3))
      different += left == right ? 0 : 1
      comparison.add([[left, 1], [right, 1]])
    }
    #expect(different > 40, "the bits do differ")
    let pair = comparison.pair(1, 0, measure: 0)
    #expect(pair.same == 400 && pair.greater == 0 && pair.difference.mean == 0 && pair.difference.variance == 0)
    for option in 0...1 {
      #expect(comparison.chanceOfExtreme(option, measure: 0, least: false)?.value == 0.5)
      #expect(comparison.chanceOfExtreme(option, measure: 0, least: true)?.value == 0.5)
    }
    // A hundred in a thousand million are a difference.
    var small = PairedTally()
    small.add(1e9 + 100, 1e9)
    #expect(small.greater == 1 && small.difference.mean == 100)
  }
}

import Glibc
import Randomness
import Testing

@testable import Experimentation

@Suite struct `A table of options` {
  /// Five states of the world: nothing, a sure gain, and a gamble.
  private func table() throws -> OptionTable {
    try OptionTable([
      ("wait", [0, 0, 0, 0, 0]), ("rent", [2, 2, 2, 2, 2]), ("buy", [-6, -1, 3, 9, 15]),
    ])
  }

  @Test func `regret is what the best would have brought more`() throws {
    let table = try table()
    #expect(table.regrets == [[2, 2, 3, 9, 15], [0, 0, 1, 7, 13], [8, 3, 0, 0, 0]])
    let buy = OptionAssessment(2, of: table)
    #expect(buy.expectedValue.value == 4 && buy.chanceOfBest.value == 0.6 && buy.chanceOfLoss.value == 0.4)
    #expect(abs(buy.meanRegret.value - 2.2) < 1e-12 && buy.maximumRegret == 8 && abs(buy.regret95 - 7) < 1e-12)
    #expect(buy.tailRisk.expectedShortfall.value == -6)
    // The best option's mean regret is the value of perfect information.
    #expect(PerfectInformation(table).value.value == buy.meanRegret.value)
    #expect(PerfectInformation(table).best == "buy")
  }

  @Test func `options whose means differ by a hundredth of the deviation tie, whichever is best how often`() throws {
    // Deviation 10 of the better one: the zone is 0.1.
    let gamble = [-10.0, 10, -10, 10, -10, 10, -10, 10]
    func tied(_ gap: Double) throws -> [Int] {
      try OptionTable([
        ("hourly", gamble), ("around the clock", gamble.map { $0 - gap }), ("none", gamble.map { _ in -5 }),
      ])
      .tied
    }
    let table = try OptionTable([("hourly", gamble)])
    #expect(abs(table.indifferenceZone - 0.01 * (800.0 / 7).squareRoot()) < 1e-12)
    #expect(try tied(0.10) == [0, 1] && tied(0.12) == [0] && tied(0) == [0, 1] && tied(-0.12) == [1])
  }

  @Test func `each attitude to risk has its best option`() throws {
    let table = try table()
    #expect(table.best(for: .expectedValue).name == "buy")
    #expect(table.best(for: .meanLessDeviation(1)).name == "rent")
    #expect(table.best(for: .maximin).name == "rent" && table.best(for: .maximin).worth == 2)
    #expect(table.best(for: .minimaxRegret).name == "buy" && table.best(for: .minimaxRegret).worth == -8)
    // From the most careful on.
    let flips = [1, 5, 100, 1000].map { table.best(for: .exponentialUtility(tolerance: $0)) }
    #expect(flips.map(\.name) == ["rent", "rent", "buy", "buy"])
    #expect(zip(flips, flips.dropFirst()).allSatisfy { $0.worth <= $1.worth })
  }

  @Test func `the certainty equivalent of a normal payoff is its mean less half the variance over the tolerance`()
    throws
  {
    let sample = try Sample("x", SyntheticData.normals(20_000, "certainty").map { 3 + 2 * $0 })
    let worth = RiskAttitude.certaintyEquivalent(of: sample, tolerance: 10)
    #expect(abs(worth - (3 - 4 / 20)) < 0.05)
    #expect(RiskAttitude.certaintyEquivalent(of: sample, tolerance: .infinity) == sample.mean)
    #expect(abs(RiskAttitude.certaintyEquivalent(of: sample, tolerance: 1e9) - sample.mean) < 1e-6)
    // The most careful see the worst only, and nothing overflows.
    let careful = RiskAttitude.certaintyEquivalent(of: sample, tolerance: 1e-4)
    #expect(careful >= sample.sorted[0] && careful < sample.sorted[0] + 0.01)
  }

  @Test func `options that tie share the chance of being best`() throws {
    let tied = try OptionTable([("a", [1, 1, 2, 0]), ("b", [1, 1, 0, 2])])
    #expect(tied.assessments().map(\.chanceOfBest.value) == [0.5, 0.5])
    #expect(tied.best(for: .expectedValue).name == "a")
    let same = try OptionTable([("a", [1, 1]), ("b", [1, 1]), ("c", [1, 1])])
    #expect(abs(same.assessments().map(\.chanceOfBest.value).reduce(0, +) - 1) < 1e-12)
    #expect(PerfectInformation(same).value.value == 0)
  }

  @Test func `a single option or replication is no trouble`() throws {
    let single = try OptionTable([("only", [3])])
    let assessment = single.assessments()[0]
    #expect(assessment.chanceOfBest.value == 1 && assessment.meanRegret.value == 0)
    #expect(!assessment.expectedValue.isBounded)
    #expect(PerfectInformation(single).value.value == 0)
  }

  @Test func `what cannot be compared is refused with what to do`() {
    let missing = #expect(throws: InvalidValue.self) { try OptionTable([("wait", [0, 0]), ("buy", [nil, 1])]) }
    #expect(missing?.description.hasPrefix("buy: 1 of 2 replications have no value; measure") == true)
    let uneven = #expect(throws: InvalidValue.self) { try OptionTable([("wait", [0, 0]), ("buy", [1])]) }
    #expect(uneven?.description.contains("option buy: it has 1 replications, but wait has 2; options are") == true)
    #expect(throws: InvalidValue.self) { try OptionTable([("wait", [0]), ("wait", [1])]) }
    #expect(throws: InvalidValue.self) { try OptionTable([]) }
    #expect(throws: InvalidValue.self) { try OptionTable([("wait", [])]) }
  }

  @Test func `a dominated option is best for no attitude`() throws {
    let base = SyntheticData.normals(200, "dominated")
    let table = try OptionTable([("worse", base.map { $0 - 0.1 }), ("better", base)])
    let attitudes: [RiskAttitude] = [
      .expectedValue, .meanLessDeviation(3), .exponentialUtility(tolerance: 0.5), .maximin, .minimaxRegret,
    ]
    for attitude in attitudes { #expect(table.best(for: attitude).name == "better") }
    let difference = try PairedDifference(table.options[1], table.options[0])
    #expect(difference.difference.halfWidth < 1e-12)
  }

  @Test func `options that differ by rounding have no regret, and nothing is worth knowing`() throws {
    let values = (0..<200).map { 1 + Double($0) / 7 }
    let table = try OptionTable([
      ("left", values.map { ($0 + 0.1) + 0.2 }), ("right", values.map { $0 + (0.1 + 0.2) }),
    ])
    #expect(table.options[0].values != table.options[1].values, "the bits do differ")
    #expect(table.regrets.allSatisfy { $0.allSatisfy { $0 == 0 } })
    #expect(PerfectInformation(table).value.value == 0)
    for option in 0...1 { #expect(OptionAssessment(option, of: table).chanceOfBest.value == 0.5) }
    // Of equals the first is named, whatever the attitude.
    for attitude in [RiskAttitude.expectedValue, .maximin, .minimaxRegret, .expectedShortfall(tail: 0.05)] {
      #expect(table.best(for: attitude).name == "left")
    }
    let learnt = try PartialPerfectInformation(of: Sample("input", values), table)
    #expect(learnt.value.value == 0 && learnt.noiseFloor == 0)
  }
}

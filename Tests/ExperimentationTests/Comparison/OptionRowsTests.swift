import Randomness
import Testing

@testable import Experimentation

private struct TwoChoices: Experiment {
  static let question = "Which?"
  enum Side: String, CaseIterable { case left, right }
  enum Size: String, CaseIterable { case small, middle, large }

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Choice("side") var side: Side = .right
  @Choice("size") var size: Size = .small
  var scenario: Scenario { Trial { _ in [.init("one", 1)] } }
}

private struct NoChoice: Experiment {
  static let question = "Which?"
  var scenario: Scenario { Trial { _ in [.init("one", 1)] } }
}

@Suite struct `The options of a choice` {
  private func rows<E: Experiment>(
    _ type: E.Type, _ choices: [String], overrides: [Override] = [], allowingNone: Bool = false
  ) throws -> OptionRows<E> {
    let plan = RunPlan(replications: 10, overrides: overrides)
    return try OptionRows(choices, of: try ResolvedExperiment<E>(plan), plan: plan, allowingNone: allowingNone)
  }

  @Test func `meet the same draws, one after the other`() throws {
    let rows = try rows(TwoChoices.self, ["side"])
    #expect(rows.names == ["left", "right"] && rows.standard == 1 && rows.count(10) == 20)
    #expect(rows.row(6).inputs == rows.row(7).inputs && rows.row(6).replication == rows.row(7).replication)
    #expect(rows.row(6).choices == [0, 0] && rows.row(7).choices == [1, 0])
  }

  @Test func `of two choices are all combinations`() throws {
    let rows = try rows(TwoChoices.self, ["side", "size"])
    #expect(rows.names.count == 6 && rows.names[4] == "side=right, size=middle" && rows.standard == 3)
  }

  @Test func `of no choice are to go ahead, where that is allowed`() throws {
    #expect(try rows(NoChoice.self, [], allowingNone: true).names == ["go ahead"])
  }

  @Test func `that are not there are refused with what is`() throws {
    for (choices, problem) in [
      ([], "name one: --choice side or --choice size"), (["syde"], "did you mean side?"), (["side", "side"], "twice"),
    ] {
      let error = #expect(throws: InvalidValue.self) { try rows(TwoChoices.self, choices) }
      #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
    }
    #expect(throws: InvalidValue.self) { try rows(NoChoice.self, []) }
    #expect(throws: InvalidValue.self) {
      try rows(TwoChoices.self, ["side"], overrides: [try Override("side=left")])
    }
  }
}

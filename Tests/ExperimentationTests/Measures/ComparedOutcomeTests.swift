import Testing

@testable import Experimentation

private struct Night: Experiment {
  static let question = "Does it save two fifths?"

  var scenario: Scenario {
    Trial { _ in
      [
        .init("nights", 3),
        .init("saved", 0.5).compared(with: 0.4, "saved at night", "made up", claimed: 0.4...0.6, of: "F16"),
      ]
    }
  }
}

@Suite struct ComparedOutcomeTests {
  @Test func `an outcome of a trial is compared with a figure of the case beside its own measure`() throws {
    let plan = RunPlan(replications: 2)
    let replicator = try Replicator(try ResolvedExperiment<Night>(plan), plan: plan)
    let schema = try replicator.schema()
    #expect(schema.measures.map(\.name) == ["nights", "saved", "check: saved at night"])
    let check = try #require(schema.checks.first)
    #expect(schema.checks.count == 1 && check.fact == "F16" && check.byHand == 0.4 && check.range == 0.4...0.6)
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0 }
    #expect(records.map { $0.measures[check.measure] } == [0.5, 0.5])
  }
}

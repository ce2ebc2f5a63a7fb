import Demand
import Economics
import Randomness
import Testing

@testable import Experimentation

/// A use that is served by calls, or by servers of one's own, which are measured by other things.
private struct Served: Experiment {
  static let question = "How is it served?"
  enum Hosting: String, CaseIterable { case calls, own }

  @Choice("hosting") var hosting: Hosting = .calls

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 1)
    Books(in: .cny, discounting: 0.1)
    Load("chat") { Requests(perDay: 1000) }
    switch hosting {
    case .calls:
      Metered("calls", CNY(0.1) / .call) { $0.calls("chat") }
    case .own:
      Cost("servers", CNY(3000) / .month)
      Measure("servers", unit: "1") { _ in 2 }
    }
    Benefit("sales") { _ in CNY(5000) }
  }
}

@Suite struct UnlikeOptionTests {
  @Test func `options of unlike parts are compared by what they share, and have no value of what they have not`() throws
  {
    let plan = RunPlan(replications: 3)
    let experiment = try ResolvedExperiment<Served>(plan)
    let rows = try OptionRows([], of: experiment, plan: plan)
    let replicator = Replicator(experiment, plan: plan, rows: rows, count: rows.count(3))
    let schema = try replicator.schema(ofOptions: 0..<rows.names.count)
    #expect(schema.optional == ["servers"])
    let months = schema.series.map(\.name)
    #expect(months.contains("cost") && !months.contains("cost: calls") && !months.contains("cost: servers"))
    let npv = try #require(schema.measures.firstIndex { $0.name == "npv" })
    let servers = try #require(schema.measures.firstIndex { $0.name == "servers" })
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0 }
    #expect(records.map { $0.measures[servers] } == [nil, 2, nil, 2, nil, 2])
    #expect(records.allSatisfy { $0.measures[npv] != nil && $0.timeline.count == months.count })
  }

  @Test func `within one option the parts may not change from future to future`() throws {
    let plan = RunPlan(replications: 3)
    let experiment = try ResolvedExperiment<Served>(plan)
    let rows = try OptionRows([], of: experiment, plan: plan)
    let replicator = Replicator(experiment, plan: plan, rows: rows, count: rows.count(3))
    let schema = try replicator.schema()
    let error = #expect(throws: ReplicationError.self) { try replicator.run(schema) { _ in } }
    #expect(error?.description.contains("\"servers\" is new") ?? false, "\(error?.description ?? "")")
  }
}

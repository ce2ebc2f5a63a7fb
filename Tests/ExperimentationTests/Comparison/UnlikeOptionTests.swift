import Demand
import Economics
import Foundation
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

/// A use of which something remains at the end, or nothing.
private struct Ending: Experiment {
  static let question = "What remains?"
  enum End: String, CaseIterable { case perpetuity, nothing }

  @Choice("what remains") var end: End = .perpetuity

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 1)
    Books(in: .cny, discounting: 0.1)
    Benefit("sales") { _ in CNY(5000) }
    switch end {
    case .perpetuity: TerminalValue.perpetuity()
    case .nothing: TerminalValue.nothing("the contract ends")
    }
  }
}

/// A use that grows for ever, by more than it is discounted at in some replications.
private struct Growing: Experiment {
  static let question = "What is growth worth?"

  @Uncertain(.uniform(0, 0.11), "growth", source: .assumption("any")) var growth: Double

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 1)
    Books(in: .cny, discounting: 0.1)
    Benefit("sales") { _ in CNY(5000) }
    TerminalValue.perpetuity(growing: growth.perYear)
  }
}

@Suite struct UnlikeOptionTests {
  @Test func `an option of which nothing remains is not laid out like one of which something does`() throws {
    let plan = RunPlan(replications: 3)
    let experiment = try ResolvedExperiment<Ending>(plan)
    let rows = try OptionRows([], of: experiment, plan: plan)
    let replicator = Replicator(experiment, plan: plan, rows: rows, count: rows.count(3))
    let schema = try replicator.schema(ofOptions: Array(rows.names.indices))
    let npv = try #require(schema.measures.firstIndex { $0.name == "npv" })
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0 }
    // 60 000 a year for ever at 10 %, at the end of the year.
    let months = (1...12).reduce(0.0) { $0 + 5000 * pow(1.1, -Double($1) / 12) }
    for pair in 0..<3 {
      #expect(abs((records[2 * pair].measures[npv] ?? 0) - months - 600_000 / 1.1) < 1e-6)
      #expect(abs((records[2 * pair + 1].measures[npv] ?? 0) - months) < 1e-6)
    }
  }

  @Test(arguments: [1, 3]) func `a growth that is drawn above the discount rate is rejected in its replication`(
    threads: Int
  ) throws {
    let plan = RunPlan(replications: 40, threads: threads)
    let replicator = try Replicator(try ResolvedExperiment<Growing>(plan), plan: plan)
    let schema = try replicator.schema()
    let first = try #require(
      (0..<40).first { Streams(seed: plan.seed, replication: $0).stream("input/growth").uniformOpen() >= 0.1 / 0.11 })
    let error = #expect(throws: ReplicationError.self) { try replicator.run(schema) { _ in } }
    let text = error?.description ?? ""
    #expect(first > 0 && text.contains("has no finite value") && text.contains("replication \(first)"), "\(text)")
  }

  @Test func `options of unlike parts are compared by what they share, and have no value of what they have not`() throws
  {
    let plan = RunPlan(replications: 3)
    let experiment = try ResolvedExperiment<Served>(plan)
    let rows = try OptionRows([], of: experiment, plan: plan)
    let replicator = Replicator(experiment, plan: plan, rows: rows, count: rows.count(3))
    let schema = try replicator.schema(ofOptions: Array(rows.names.indices))
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

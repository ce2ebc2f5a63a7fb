import Randomness
import Testing

@testable import Experimentation

/// Reads all of its inputs, and uses one of them with one option only, and one only where it is high.
private struct Switched: Experiment {
  static let question = "Which inputs are used?"

  enum Path: String, CaseIterable { case level, steep }

  @Uncertain(.uniform(1, 2), "used throughout", source: .assumption("a test")) var used: Double
  @Uncertain(.uniform(0, 1), "used on a steep path", source: .assumption("a test")) var slope: Double
  @Uncertain(.uniform(0, 1), "used in one future of ten", source: .assumption("a test")) var rare: Double
  @Uncertain(3, "the same throughout", source: .assumption("a test")) var constant: Double
  @Choice("path") var path: Path = .level

  var scenario: Scenario {
    let (used, slope, rare, path) = (used, slope, rare, path)
    Trial { streams in
      let noise = streams.stream("noise").uniform()
      return [
        .init("sum", used + constant + noise), .init("end", path == .steep ? slope : 0),
        .init("late", rare > 0.9 ? rare : nil),
      ]
    }
  }
}

@Suite struct `Inputs on which nothing depends` {
  private func unused(_ replications: Int, _ overrides: [Override] = []) throws -> (names: [String], rows: Int) {
    let plan = RunPlan(replications: replications, overrides: overrides)
    let experiment = try ResolvedExperiment<Switched>(plan)
    let replicator = try Replicator(experiment, plan: plan)
    let schema = try replicator.schema()
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0 }
    var rows = 0
    let inputs = UnusedInputs(
      experiment, schema, rows: try MonteCarloRows(experiment, plan: plan), records: records)
    let names = try inputs.names { changed, count in
      rows += count
      var found: [[Double?]] = []
      try Replicator(experiment, plan: plan, rows: changed, count: count).run(schema) { found += $0.map(\.measures) }
      return found
    }
    return (names, rows)
  }

  @Test func `an input that an option switches off is found, and one that matters rarely is not`() throws {
    let level = try unused(60)
    #expect(level.names == ["slope"])
    // Used inputs are tried once or, where they matter rarely, a few times; the one that is not used in all that are looked at.
    #expect(level.rows < 3 * 32)
    #expect(try unused(60, [Override(name: "path", text: "steep")]).names == [])
  }

  @Test func `an input that is set, and that an option switches off, is found too`() throws {
    let slope = Override(name: "slope", text: "0.5")
    #expect(try unused(60, [slope]).names == ["slope"])
    #expect(try unused(60, [slope, Override(name: "path", text: "steep")]).names == [])
    #expect(try unused(60, [Override(name: "used", text: "1.5")]).names == ["slope"])
  }

  @Test func `too few replications tell of none`() throws {
    #expect(try unused(31).names == [])
  }
}

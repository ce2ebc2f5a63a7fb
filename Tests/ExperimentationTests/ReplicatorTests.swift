import Demand
import Economics
import Foundation
import Randomness
import Testing

@testable import Experimentation

/// Two inputs, a choice, a setting, and a trial that draws.
private struct Example: Experiment {
  static let question = "What comes out?"

  enum Side: String, CaseIterable { case left, right }

  @Uncertain(.uniform(2, 4), "a", unit: "m", source: .assumption("a test"))
  var a: Double
  @Uncertain(.normal(mean: 0, deviation: 1), "b", source: .assumption("a test"))
  var b: Double
  @Uncertain(.between(1, 9), "c", source: .assumption("a test"))
  var c: Price<USDollar, GPUHour>
  @Choice("side") var side: Side = .left
  @Setting("note") var note = "none"

  var scenario: Scenario {
    let (a, b, side) = (a, b, side)
    Trial { streams in
      [
        .init("sum", a + b),
        .init("noise", streams.stream("noise").uniform()),
        .init("sometimes", a > 3 ? a : nil, unit: "m"),
        .init("taken", side == .left ? 0 : 1),
      ]
    }
  }
}

/// The same with an input more, in front.
private struct ExampleWithMore: Experiment {
  static let question = "What comes out?"

  @Uncertain(.uniform(0, 1), "more", source: .assumption("a test")) var more: Double
  @Uncertain(.uniform(2, 4), "a", source: .assumption("a test")) var a: Double

  var scenario: Scenario {
    let more = more
    Trial { streams in [.init("noise", streams.stream("noise").uniform()), .init("twice", 2 * more)] }
  }
}

private struct Failing: Experiment {
  static let question = "Does it fail?"

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double

  var scenario: Scenario {
    let a = a
    Trial { streams in [.init("bad", streams.replication >= 7 ? .nan : a)] }
  }
}

private struct Refusing: Experiment {
  static let question = "Is it refused?"

  @Uncertain(.uniform(5, 3), "a", source: .assumption("a test")) var a: Double

  var scenario: Scenario {
    Trial { _ in [.init("a", 1)] }
  }
}

/// A forecast of which a part comes and goes by chance.
private struct Wavering: Experiment {
  static let question = "Is it the same always?"

  enum Team: String, CaseIterable { case large, none, wavering }

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Choice("team") var team: Team = .large

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 1)
    Books(in: .cny, discounting: 0.1)
    Benefit("sales") { _ in CNY(a) }
    if team == .large || team == .wavering && a > 0.5 { Cost("team", CNY(a) / .month) }
    Measure("first", unit: "CNY") { $0.benefit("sales")[0] }
  }
}

@Suite struct ReplicatorTests {
  @Test func `what is measured is learnt once, and values are those of each replication`() throws {
    let plan = RunPlan(replications: 20, seed: 4)
    let replicator = try Replicator(try ResolvedExperiment<Wavering>(plan), plan: plan)
    let schema = try replicator.schema()
    #expect(schema.measures.map(\.name).contains("npv") && schema.measures.last?.name == "first")
    #expect(schema.series.map(\.name).filter { $0.hasPrefix("cost: ") } == ["cost: team"])
    try replicator.run(schema) { records in
      for record in records {
        #expect(record.measures.last == record.inputs[0])
        #expect(record.measures.count == schema.measures.count && record.timeline.count == schema.series.count)
        // The team costs what the sales bring.
        #expect(record.measures[schema.measures.firstIndex { $0.name == "npv" } ?? 0] == 0)
      }
    }
  }

  @Test func `a line that comes and goes by chance is an error, and one that an option has not is none`() throws {
    let plan = RunPlan(replications: 40, seed: 4, overrides: [try Override("team=wavering")])
    let replicator = try Replicator(try ResolvedExperiment<Wavering>(plan), plan: plan)
    let error = try #require(throws: ReplicationError.self) { try replicator.run(try replicator.schema()) { _ in } }
    #expect(error.problem.contains("\"cost: team\" is"), "\(error)")
    #expect(error.problem.contains("with an amount of 0"))
    let options = try ResolvedExperiment<Wavering>()
    let rows = try OptionRows([], of: options, plan: RunPlan(replications: 5))
    let compared = Replicator(options, plan: RunPlan(replications: 5), rows: rows, count: rows.count(5))
    let schema = try compared.schema(ofOptions: [0, 1])
    #expect(!schema.series.map(\.name).contains("cost: team"))
    try compared.run(schema, rows: 0..<2) { #expect($0.count == 2) }
  }

  private func records<E: Experiment>(_ type: E.Type, _ plan: RunPlan) throws -> [ReplicationRecord] {
    let experiment = try ResolvedExperiment<E>(overrides: plan.overrides)
    let replicator = try Replicator(experiment, plan: plan)
    var records: [ReplicationRecord] = []
    try replicator.run(try replicator.schema()) { records += $0 }
    return records
  }

  @Test func `the records are the same and in order for any number of threads`() throws {
    let one = try records(Example.self, RunPlan(replications: 301, seed: 5, threads: 1))
    #expect(one.map(\.replication) == Array(0..<301))
    for threads in [2, 3, 7] {
      #expect(try records(Example.self, RunPlan(replications: 301, seed: 5, threads: threads)) == one)
    }
    #expect(try records(Example.self, RunPlan(replications: 301, seed: 6)) != one)
    #expect(try records(Example.self, RunPlan(replications: 100, seed: 5)) == Array(one[..<100]))
  }

  @Test func `an input more changes no other draw`() throws {
    let few = try records(Example.self, RunPlan(replications: 50, seed: 3))
    let more = try records(ExampleWithMore.self, RunPlan(replications: 50, seed: 3))
    #expect(few.map { $0.inputs[0] } == more.map { $0.inputs[1] })
    #expect(few.map { $0.measures[1] } == more.map { $0.measures[0] })
  }

  @Test func `an input set from outside leaves the others as they were`() throws {
    let free = try records(Example.self, RunPlan(replications: 50, seed: 3))
    let set = try records(
      Example.self,
      RunPlan(replications: 50, seed: 3, overrides: [try Override("a=2.5"), try Override("side=right")]))
    #expect(set.allSatisfy { $0.inputs[0] == 2.5 && $0.measures[3] == 1 })
    #expect(free.map { $0.inputs[1] } == set.map { $0.inputs[1] })
    #expect(free.map { $0.measures[1] } == set.map { $0.measures[1] })
  }

  @Test func `inputs are drawn by inverse transform, so that a wider range keeps their order`() throws {
    let narrow = try records(Example.self, RunPlan(replications: 50, seed: 3))
    let wide = try records(
      Example.self, RunPlan(replications: 50, seed: 3, overrides: [try Override("a=uniform(0, 10)")]))
    for (narrow, wide) in zip(narrow, wide) {
      #expect(abs((narrow.inputs[0] - 2) / 2 - wide.inputs[0] / 10) < 1e-12)
    }
  }

  @Test func `values from outside are checked against what there is`() throws {
    func problem(_ arguments: String...) -> String {
      do {
        _ = try ResolvedExperiment<Example>(overrides: try arguments.map { try Override($0) })
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(problem("nots=1").contains("did you mean note?"))
    #expect(problem("side=lefd").contains("did you mean left?"))
    #expect(problem("c=10 CNY/GPU-hour").contains("the unit is CNY/GPU-hour, but c is given in USD/GPU-hour"))
    #expect(problem("a=uniform(3, 2)").contains("--set a=uniform(3, 2)"))
    #expect(problem("a").contains("expected name=value"))
    #expect(problem("a=").contains("there is no value"))
    #expect(problem("a=5 m", "b=40 %", "c=1 to 4 USD/GPU-hour", "note=x y") == "")
    let percent = try ResolvedExperiment<Example>(overrides: [try Override("b=40 %")])
    #expect(percent.inputs[1].distribution.mean == 0.4)
    let interval = try ResolvedExperiment<Example>(overrides: [try Override("c=1 to 4 USD/GPU-hour")])
    #expect(abs(interval.inputs[2].distribution.quantile(0.5) - 2) < 1e-12)
  }

  private struct Rates: Experiment {
    static let question = "What is read?"

    @Uncertain(0.1, "n", source: .assumption("a test")) var n: Double
    @Uncertain(0.1, "rate", source: .assumption("a test")) var rate: Rate<PerYear>

    var scenario: Scenario { Trial { _ in [.init("sum", n)] } }
  }

  @Test(arguments: [
    ("40k", 40_000), ("40 k", 40_000), ("40K", 40_000), ("40,000", 40_000), ("1.5M", 1.5e6), ("1.5 M", 1.5e6),
    ("8,000,000", 8e6), ("8,000.5", 8000.5), ("2bn", 2e9), ("1.2 tn", 1.2e12), ("-3k", -3000), ("0.1M", 100_000),
    ("30 %", 0.3), ("-5%", -0.05), ("1,500 %", 15), ("1M to 64M", 8e6), ("uniform(1k, 3k)", 2000),
  ])
  func `numbers are read as people write them`(_ text: String, _ value: Double) throws {
    let inputs = try ResolvedExperiment<Rates>(overrides: [try Override("n=\(text)")]).inputs
    #expect(abs(inputs[0].distribution.quantile(0.5) - value) <= 1e-12 * abs(value))
  }

  @Test(arguments: ["30 %", "30%", "30 %/year", "0.3", "0.3 1/year"])
  func `a percentage of a rate is one of its time`(_ text: String) throws {
    let inputs = try ResolvedExperiment<Rates>(overrides: [try Override("rate=\(text)")]).inputs
    #expect(inputs[1].distribution.mean == 0.3)
  }

  @Test(arguments: ["4,00", "0,4", "1,2345", "12,34,567", "5 kg", "3 Mtoken", "k", "1.5MM"])
  func `what could be read in two ways, or in none, is refused`(_ text: String) throws {
    #expect(throws: InvalidValue.self) {
      _ = try ResolvedExperiment<Rates>(overrides: [try Override("n=\(text)")])
    }
  }

  @Test(arguments: [1, 2, 5])
  func `a measure that is not a number is named with what reproduces it`(threads: Int) throws {
    let error = try #require(throws: ReplicationError.self) {
      _ = try records(Failing.self, RunPlan(replications: 100, seed: 9, threads: threads))
    }
    #expect(error.place.hasPrefix("in replication 7 of seed 9"))
    #expect(error.description.contains("bad is not a number"))
    #expect(error.description.contains("--seed 9 --replications 8"))
  }

  @Test func `a value refused in a declaration stops the experiment before it runs`() throws {
    let error = try #require(throws: InvalidValues.self) { _ = try ResolvedExperiment<Refusing>() }
    #expect(error.description.contains("ReplicatorTests.swift:"))
  }

  /// Where memory keeps rounds short, each of thousands asks for a longer one.
  @Test func `rounds double as far as they may, however often they are asked to`() {
    var size = RoundSize(8, atMost: 100)
    var rows: [Int] = []
    for _ in 0..<5000 {
      rows.append(size.rows)
      size.lengthen()
    }
    #expect(rows.prefix(6) == [8, 16, 32, 64, 100, 100])
    #expect(rows.dropFirst(4).allSatisfy { $0 == 100 })
    // The first round has a few rows for each thread, also where they are large.
    #expect(RoundSize(8, atMost: 0).rows == 8)
    var longest = RoundSize(1, atMost: .max)
    for _ in 0..<100 { longest.lengthen() }
    #expect(longest.rows == .max)
  }
}

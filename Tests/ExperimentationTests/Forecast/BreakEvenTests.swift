import Demand
import Economics
import Randomness
import Testing

@testable import Experimentation

/// Calls by API, or on whole GPUs of which each serves 1000 a day; engineers either way.
private struct Servers: Experiment {
  static let question = "From how many calls on?"

  @Uncertain(.uniform(500, 20_000), "calls", unit: "calls/day", source: .assumption("a test"))
  var calls: Double
  @Uncertain(.uniform(0.5, 1.5), "price of a call", source: .assumption("a test"))
  var price: Price<Renminbi, PerCall>
  @Uncertain(.uniform(0, 0.5), "fall of the price", unit: .perYear, source: .assumption("a test"))
  var fall: Double
  @Uncertain(.uniform(1000, 20_000), "price of a GPU", source: .assumption("a test"))
  var gpu: CNY

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 3)
    Books(in: .cny, discounting: 0.10, taxing: .chinese())
    Load("calls") { Requests(perDay: calls, counts: .expected) }
    Avoided(Metered("API", price, along: PriceIndex("API", .falling(fall.perYear))) { $0.calls("calls") })
    Investment("GPUs", (calls / 1000).rounded(.up) * gpu)
    Cost("engineers", CNY(2e6) / .year)
    BreakEven("even", of: $calls, within: 1...1e6)
    BreakEven("highest_price_of_a_GPU", of: $gpu, within: 0...1e9)
    BreakEven("in_vain", of: $calls, within: 1...1e6) { _ in -1 }
    BreakEven("always", of: $calls, within: 7...1e6, meaning: "nothing is so") { _ in 1 }
  }
}

@Suite struct `The value at which something just pays off` {
  private func rows(_ count: Int, _ overrides: [Override] = []) throws -> (RunSchema, [ReplicationRecord]) {
    let plan = RunPlan(replications: count, seed: 3, threads: 1, overrides: overrides)
    let replicator = Replicator(
      try ResolvedExperiment<Servers>(plan), plan: plan,
      rows: try MonteCarloRows(try ResolvedExperiment<Servers>(plan), plan: plan), count: count)
    let schema = try replicator.schema()
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0 }
    return (schema, records)
  }

  private func column(_ name: String, _ found: (RunSchema, [ReplicationRecord])) throws -> [Double?] {
    let place = try #require(found.0.measures.firstIndex { $0.name == name })
    return found.1.map { $0.measures[place] }
  }

  @Test func `makes the net present value 0 when it is set, or is where one more GPU jumps over 0`() throws {
    let found = try rows(40)
    let (even, npv) = (try column("even", found), try column("npv", found))
    for (replication, value) in even.enumerated() {
      let value = try #require(value)
      // The same draws with the input set: an input that is set leaves the others as they are.
      func worth(_ calls: Double) throws -> Double {
        let again = try rows(40, [Override("calls=\(calls)")])
        return try #require(try column("npv", again)[replication])
      }
      guard replication < 6 else { continue }
      let scale = abs(try #require(npv[replication])) + 1e6
      let at = try worth(value)
      #expect(at >= -1e-9 * scale)
      if at > 1e-9 * scale { #expect(try worth(value * (1 - 1e-9)) < 0) }
    }
  }

  @Test func `has as its median the value with which half of the replications pay off`() throws {
    let even = try column("even", rows(101)).compactMap { $0 }.sorted()
    #expect(even.count == 101)
    let npv = try column("npv", rows(101, [Override("calls=\(even[50] * (1 + 1e-9))")])).compactMap { $0 }
    #expect(abs(npv.count { $0 > 0 } - 51) <= 2)
  }

  @Test func `is the price up to which it pays, where the figure falls with it`() throws {
    let found = try rows(20)
    let highest = try column("highest_price_of_a_GPU", found)
    let gpu = found.1.map { $0.inputs[3] }
    for (replication, npv) in try column("npv", found).enumerated() {
      let (npv, highest) = (try #require(npv), highest[replication])
      // Where even GPUs for nothing do not pay, there is no such price.
      if let highest { #expect((npv >= 0) == (gpu[replication] <= highest)) } else { #expect(npv < 0) }
    }
  }

  @Test func `is nothing where no value does, and the lowest where all do`() throws {
    let found = try rows(2)
    #expect(try column("in_vain", found) == [nil, nil])
    #expect(try column("always", found) == [7, 7])
  }

  @Test(arguments: [
    ("even", "calls: the value at which the net present value (npv) is 0, found", "通话：净现值（npv）为 0 时"),
    ("highest_price_of_a_GPU", "price of a GPU: the value at which the net present value (npv) is 0, found", "净现值"),
    ("in_vain", "calls: the value at which a figure of the experiment's own is 0, found", "实验自定义的指标为 0 时"),
    ("always", "calls: the value at which nothing is so, found", "通话：万事不成 时"),
  ])
  func `means what its figure is, so that two of one input are no contradiction`(
    name: String, english: String, chinese: String
  ) throws {
    let measure = try #require(try rows(1).0.measures.first { $0.name == name })
    #expect(measure.meaning.hasPrefix(english), "\(measure.meaning)")
    let translated = try #require(measure.sought?.chineseMeaning(["calls": "通话", "nothing is so": "万事不成"]))
    #expect(translated.contains(chinese), "\(translated)")
  }

  @Test func `leaves the replication as it was drawn`() throws {
    let found = try rows(5)
    let plan = RunPlan(replications: 5, seed: 3, threads: 1)
    let drawn = try MonteCarloRows(try ResolvedExperiment<Servers>(plan), plan: plan)
    #expect(found.1.map(\.inputs) == (0..<5).map { drawn.row($0).inputs })
  }

  @Test(arguments: [2.0, 0.7, 1e-3, 4e5])
  func `is found to the last digits, also where the function bends`(root: Double) {
    let functions: [(Double) -> Double] = [
      { $0 - root }, { 5 * ($0 - root) * ($0 < root ? 1 : 40) }, { $0 * $0 * $0 - root * root * root },
      { 1 - root / $0 }, { root - $0 },
    ]
    for function in functions {
      let found = RootSearch.root(in: 1e-6...1e6, of: function) ?? .nan
      #expect(abs(found / root - 1) < 1e-12)
    }
    // A jump is met from the side on which it pays.
    let jump = RootSearch.root(in: 1e-6...1e6) { $0 < root ? -3 : 5 } ?? .nan
    #expect(jump >= root && jump < root * (1 + 1e-12))
  }

  @Test func `of a saw's roots the last is the value from which on the figure stays above 0`() {
    // What is saved less one more server for each unit: 0 at (n + 1.5) / 1.2 for n from 2 to 7, the last at 8.5 / 1.2. Just
    // above 8 it is 0.1.
    let saw = { (volume: Double) in 1.2 * volume - volume.rounded(.up) - 0.5 }
    for first in [3.5 / 1.2, 5.5 / 1.2, 8.5 / 1.2] {
      let found = RootSearch.lastRise(from: first, upTo: 1000, dip: 1, of: saw) ?? .nan
      #expect(abs(found / (8.5 / 1.2) - 1) < 1e-12)
    }
    // It ends where the figure can no longer fall below 0, and at the end of the range.
    var evaluations = 0
    let last = RootSearch.lastRise(from: 8.5 / 1.2, upTo: 1e9, dip: 1) {
      evaluations += 1; return saw($0)
    }
    #expect(last == 8.5 / 1.2 && evaluations < 1000)
    #expect(RootSearch.lastRise(from: 3.5 / 1.2, upTo: 3.5, dip: 1, of: saw) == nil)
  }
}

import Randomness
import Testing

@testable import Experimentation

private struct Priced: Experiment {
  static let question = "Which numbers are taken?"

  @Uncertain(.uniform(1, 1.2), "dollars for a euro", unit: "USD/EUR", source: .assumption("a test")) var rate: Double
  @Uncertain(.uniform(1, 5), "rent", unit: "USD/GPU-hour", source: .assumption("a test")) var rent: Double
  @Uncertain(.uniform(0.2, 0.6), "fall", unit: .perYear, source: .assumption("a test")) var fall: Double
  @Uncertain(.uniform(0, 1), "share", source: .assumption("a test")) var share: Double
  @Uncertain(.uniform(1e4, 1e6), "requests", unit: "requests/day", source: .assumption("a test")) var requests: Double

  var scenario: Scenario { Trial { _ in [.init("one", 1)] } }
}

/// Numbers of `--vary`, `--over` and `--bounds`, which are read as those of `--set`.
@Suite struct `Numbers as they are typed` {
  private func experiment(_ overrides: String...) throws -> ResolvedExperiment<Priced> {
    try ResolvedExperiment<Priced>(overrides: try overrides.map { try Override($0) })
  }

  private func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test(
    arguments: [
      ("rent=2 USD/GPU-hour,3 USD/GPU-hour", [2, 3]), ("rent=2..3 USD/GPU-hour:0.5", [2, 2.5, 3]),
      ("rent=$2..$3/h:0.5", [2, 2.5, 3]), ("requests=70k..140k/week:70k", [10_000, 20_000]),
      ("requests=70k requests..140k requests/week:70k requests", [10_000, 20_000]),
      ("fall=30 %..50 %:5 %", [0.3, 0.35, 0.4, 0.45, 0.5]), ("fall=30..50 %/year:10", [0.3, 0.4, 0.5]),
      ("fall=0.3 .. 0.5 : 0.1", [0.3, 0.4, 0.5]), ("share=10, 20, 57 %", [0.1, 0.2, 0.57]),
      ("share=0.3, 0.4", [0.3, 0.4]), ("requests=40k..80k:10k", [40_000, 50_000, 60_000, 70_000, 80_000]),
      ("requests=40k,1.5 million requests/day", [40_000, 1_500_000]), ("requests=600 000,12", [600_000, 12]),
      ("requests=604800..1209600 requests/week:604800", [86_400, 172_800]),
    ] as [(String, [Double])])
  func `are values in the unit of the input`(_ argument: String, _ values: [Double]) throws {
    let variation = try Variation(argument, of: try experiment())
    #expect(variation.values == values)
    #expect(variation.labels == values.map(\.shortest))
  }

  @Test(arguments: [
    ("rent", "2.5 USD/GPU-hour"), ("rent", "$2.5/h"), ("fall", "57 %"), ("fall", "35 %/year"), ("share", "7 %"),
    ("requests", "40k"), ("requests", "1.5 million requests/month"), ("requests", "600 000 requests/day"),
  ])
  func `are those that --set gives`(_ name: String, _ text: String) throws {
    let set = try experiment("\(name)=\(text)")
    let column = try #require(set.inputs.firstIndex { $0.declaration.name == name })
    #expect(try Variation("\(name)=\(text)", of: try experiment()).values == [try #require(set.constant(column))])
  }

  @Test(arguments: [
    ("rent=2 GBP/GPU-hour,3 GBP/GPU-hour", "no exchange rate between GBP and USD"),
    ("rent=2 USD/day,3 USD/day", "the unit is USD/day, but rent is given in USD/GPU-hour"),
    ("share=1,2 requests", "the unit is requests"), ("share=10 %,0.2", "some of the numbers have a unit"),
    ("fall=30 %..0.5:0.1", "some of the numbers have a unit"),
    ("rent=1..2 EUR/GPU-hour:1 USD/GPU-hour", "one currency"),
    ("rent=2..3 USD/GPU-hour:50 %", "the unit is %"), ("rent=-1,2", "at least 0 USD/GPU-hour"),
    ("fall=0.5,2", "2 % is written 2% or 0.02"),
    ("fall=50..250 %:50", "from -0.5 to 1"), ("requests=8,000", "\"000\" looks like the end of a larger one"),
    ("requests=12,500,000", "write 8,000 as 8000 or 8k"), ("requests=40.000,50.000", "write 40,000 or 40000"),
    ("share=uniform(0, 1)", "is a distribution"), ("share=5 to 50", "is a distribution"),
    ("share=0.1-0.3", "\"0.1-0.3\" is not a number"), ("share=0.1:0.3", "low..high:step"),
    ("share=0.1..0.3", "low..high:step"), ("share=a..0.3:0.1", "\"a\" is not a number"),
    ("share=,1", "\"\" is not a number"),
    ("share=1e999,1", "not a number"), ("share=50 %..30 %:5 %", "write 30 %..50 %"), ("share=30 %,30 %", "twice"),
    ("share=30 %..50 %:0 %", "a step of 0 % never arrives at 50 %"),
  ])
  func `are refused as --set refuses them`(_ argument: String, _ words: String) throws {
    let experiment = try experiment()
    let problem = problem { _ = try Variation(argument, of: experiment) }
    #expect(problem.hasPrefix("--vary \(argument): ") && problem.contains(words), "\(problem)")
  }

  @Test(
    arguments: [
      ("rent=1..20 USD/GPU-hour", 1, 20), ("fall=5 %..35 %", 0.05, 0.35), ("fall=5..35 %", 0.05, 0.35),
      ("requests=40k..1 million", 40_000, 1_000_000), ("share=-1..1", -1, 1),
    ] as [(String, Double, Double)])
  func `are the bounds of what is sought`(_ argument: String, _ low: Double, _ high: Double) throws {
    #expect(try SoughtInput(argument, of: try experiment(), option: "--bounds").range == low...high)
  }

  @Test(arguments: [
    ("rent=1..20 USD/day", "the unit is USD/day"), ("rent=-1..20", "at least 0"), ("fall=0.5..2", "from -0.5 to 1"),
    ("fall=35 %..5 %", "write 5 %..35 %"), ("share=0..1:0.1", "expected name=LOW..HIGH"),
    ("share=0..b", "\"b\" is not a number; expected name=LOW..HIGH"),
    ("share=10 %..0.5", "some of the numbers have a unit"),
  ])
  func `are refused as bounds too`(_ argument: String, _ words: String) throws {
    let experiment = try experiment()
    let problem = problem { _ = try SoughtInput(argument, of: experiment, option: "--bounds") }
    #expect(problem.hasPrefix("--bounds \(argument): ") && problem.contains(words), "\(problem)")
  }

  /// 57 · 0.01 is 0.5700000000000001.
  @Test func `a share of a hundred has no more digits than were typed`() {
    for percent in 1...100 {
      #expect(InputUnit.product(Double(percent), 0.01) == Double(percent) / 100)
    }
    #expect(
      InputUnit.product(3, 0.001) == 0.003 && InputUnit.product(2, 1.1) == 2.2 && InputUnit.product(90, 1 / 60) == 1.5)
  }
}

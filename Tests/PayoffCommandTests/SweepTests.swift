import Foundation
import Testing

/// `payoff sweep`.
@Suite struct SweepTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
  }

  private func sweep(_ arguments: [String], to out: String) async throws -> Table {
    let outcome = try await CommandLineTool.run(["sweep", "Desk.swift", "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try Table(try workplace.contents(of: out), "sweep.csv")
  }

  @Test func `a point of a sweep is the run in which its values are set`() async throws {
    let table = try await sweep(
      [
        "--vary", "priceFall=0.3..0.5:0.1", "--vary", "scaling=around-the-clock,hourly", "-r", "40", "--paired-with",
        "1",
      ], to: "sweep")
    let points = try table["point"].map { try #require(Int($0)) }
    #expect(Set(points) == Set(1...6))
    let outcome = try await CommandLineTool.run(
      ["run", "Desk.swift", "--set", "priceFall=0.4", "--set", "scaling=hourly", "-r", "40", "-o", "run"], in: workplace
    )
    #expect(outcome.status == 0)
    let summary = try Table(try workplace.contents(of: "run"), "summary.csv")
    let swept = table["mean"].enumerated().filter { points[$0.offset] == 4 }.map(\.element)
    #expect(summary["mean"] == swept)
    #expect(
      table["priceFall"].enumerated().filter { points[$0.offset] == 4 }.allSatisfy { $0.element == "0.4" })
    // The base differs from itself by nothing.
    let differences = table["difference_mean"]
    #expect(zip(points, differences).allSatisfy { $0 != 1 || $1 == "0" || $1 == "" })
    #expect(zip(points, differences).contains { $0 != 1 && $1 != "0" && !$1.isEmpty })
  }

  @Test func `values with units make the same bytes as those without`() async throws {
    var files: [Data] = []
    for (number, values) in ["0.3..0.5:0.1", "30 %..50 %:10 %", "30, 40, 50 %/year"].enumerated() {
      let table = try await sweep(["--vary", "priceFall=\(values)", "-r", "20"], to: "units\(number)")
      #expect(Set(table["priceFall"]) == ["0.3", "0.4", "0.5"])
      files.append(try #require(try workplace.contents(of: "units\(number)")["sweep.csv"]))
    }
    #expect(files[1] == files[0] && files[2] == files[0])
    #expect(try workplace.text(of: "units1/datapackage.json").contains("--vary 'priceFall=30 %..50 %:10 %'"))
  }

  @Test func `a sweep over an input that nothing depends on says so`() async throws {
    try workplace.write(
      Examples.trial(named: "Idle", #"[.init("npv", 0 * value + 1, unit: "USD"), .init("cost", 3)]"#), to: "Idle.swift")
    let outcome = try await CommandLineTool.run(
      ["sweep", "Idle.swift", "--vary", "value=0.1,0.9", "-r", "30", "-o", "idle"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("No measure differs between the points"))
    #expect(outcome.output.contains("nothing depends on value."))
    #expect(outcome.output.contains("net present value (npv), USD"))
  }

  @Test func `the same sweep has the same bytes on any number of threads`() async throws {
    var seen: Set<Data> = []
    for threads in ["1", "2", "3"] {
      _ = try await sweep(["--vary", "priceFall=0.3,0.5", "-r", "30", "--threads", threads], to: "on \(threads)")
      seen.insert(try #require(try workplace.contents(of: "on \(threads)")["sweep.csv"]))
    }
    #expect(seen.count == 1)
  }

  @Test(arguments: [
    ("priceFal=0.3", "did you mean priceFall?"), ("priceFall=0.5..0.3:0.1", "write 0.3..0.5"),
    ("priceFall=0.3..0.3:0.1", "has no width"), ("priceFall=0.3..0.5:0", "never arrives"),
    ("priceFall=0.3..0.5:-0.1", "never arrives"), ("priceFall=0..1:0.0000001", "10000001 points"),
    ("priceFall=0.2..0.4:0.000001", "200001 points, and more than 100000 are taken for a mistake"),
    ("priceFall=a,b", "\"a\" is not a number"), ("priceFall=0.3,0.3", "twice"),
    ("scaling=hurly", "did you mean hourly?"), ("letters=500 USD,600 USD", "the unit is USD, but letters is given in"),
    ("costOfLetter=2..3 CNY:1", "no exchange rate between CNY and USD"), ("costOfLetter=-1,1", "at least 0"),
    ("priceFall", "expected name=VALUES"), ("priceFall=0.3..0.5", "low..high:step"),
  ])
  func `a variation that cannot be meant is refused`(_ variation: String, _ remedy: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["sweep", "Desk.swift", "--vary", variation, "-o", "refused"], in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(remedy), "\(outcome.error)")
    #expect(!workplace.names().contains("refused"))
  }

  @Test(arguments: ["0", "-1", "4", "1.5", "99999999999999999999"])
  func `a point to compare with that there is not is refused with those that there are`(_ point: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["sweep", "Desk.swift", "--vary", "priceFall=0.3,0.4,0.5", "--paired-with", point, "-o", "refused"], in: workplace
    )
    #expect(outcome.status == 64)
    #expect(
      outcome.error.contains("the points are numbered from 1 to 3")
        || outcome.error.contains("expected a whole number from 1"),
      "\(outcome.error)")
  }
}

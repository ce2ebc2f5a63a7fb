import Foundation
import Testing

/// `payoff discover`.
@Suite struct DiscoverTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
    try workplace.write(
      Examples.trial(named: "Corner", #"[.init("npv", value < 0.25 ? -1 : 1), .init("doubled", 2 * value)]"#),
      to: "Corner.swift")
  }

  private func discover(_ arguments: [String], to out: String = "out") async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["discover", "-o", out] + arguments, in: workplace)
  }

  @Test func `a corner is found with its limit, and holds as much out of sample`() async throws {
    let outcome = try await discover(["Corner.swift", "-r", "800", "--min-density", "0.95"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("of futures where value < 0.2"), "\(outcome.output)")
    let box = try Table(try workplace.contents(of: "out"), "boxes.csv")
    #expect(box["input"] == ["value"] && box["side"] == ["high"])
    #expect(abs(try #require(try box.numbers("limit")[0]) - 0.25) < 0.03)
    #expect(try #require(try box.numbers("out_of_sample_density")[0]) > 0.9)
    let futures = try Table(try workplace.contents(of: "out"), "futures.csv")
    #expect(futures.rows.count == 800)
    #expect(
      zip(try futures.numbers("value"), futures["of_interest"]).allSatisfy { (($0 ?? 1) < 0.25) == ($1 == "true") })
  }

  @Test func `a box is found where most futures are of interest without one`() async throws {
    let outcome = try await discover(["Corner.swift", "-r", "800", "--where", "doubled>0.3"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("That reaches the requested density of 80 %"), "\(outcome.output)")
    let box = try Table(try workplace.contents(of: "out"), "boxes.csv")
    #expect(box["input"] == ["value"] && box["side"] == ["low"])
    // All futures above 0.15 are of interest, and half of the others at most are in the box.
    let limit = try #require(try box.numbers("limit")[0])
    #expect(limit > 0.07 && limit < 0.16, "\(limit)")
  }

  @Test func `inputs that do nothing are not in the box`() async throws {
    let outcome = try await discover(["Stake.swift", "-r", "1000"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let inputs = Set(try Table(try workplace.contents(of: "out"), "boxes.csv")["input"])
    #expect(inputs.contains("market") && inputs.contains("luck") && !inputs.contains("scale"))
  }

  @Test(arguments: [
    (["--where", "npv"], Int32(64), "for example --where 'npv<0'"),
    (["--where", "doubled<3"], 65, "each of 200 is of interest"),
    (["--where", "doubled<0"], 65, "none of 200 is of interest"),
    (["--where", "doubld<0.5"], 64, "did you mean doubled?"), (["-r", "50"], 64, "100 or more"),
    (["--boxes", "0"], 64, "1 to 20"),
  ])
  func `what cannot be discovered is refused`(arguments: [String], status: Int32, problem: String) async throws {
    let outcome = try await discover(["Corner.swift", "-r", "200"] + arguments)
    #expect(outcome.status == status && outcome.error.contains(problem), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `the same bytes on any number of threads`() async throws {
    for threads in ["1", "3"] {
      #expect(try await discover(["Stake.swift", "-r", "300", "--threads", threads], to: threads).status == 0)
    }
    #expect(try workplace.contents(of: "1") == workplace.contents(of: "3"))
  }
}

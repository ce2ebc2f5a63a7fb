import Foundation
import Testing

/// `payoff seek`.
@Suite struct SeekTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func seek(_ arguments: [String], to out: String = "out") async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["seek", "Stake.swift", "-o", out] + arguments, in: workplace)
  }

  @Test(arguments: [
    // The payoff is 1 + 3 z at scale 1: its mean is 3 at a scale of 3; it is above 0 in 80 % of futures where the market
    // stands at 2.236 Φ⁻¹(0.8) = 1.882, and its 10 % quantile is 0 where the market stands at 2.236 × 1.2816 = 2.866.
    ("mean(npv)=3", "scale=0..10", 3.0, 0.4), ("P(npv>0)=80%", "market=-5..10", 1.882, 0.25),
    ("p10(npv)=0", "market=-5..10", 2.866, 0.3),
    // It is late by at most 1, and not by 0 or less, in a tenth of the futures: Φ((1 - m) / 2.236) - Φ(-m / 2.236) = 0.1.
    ("p10(late)=1", "market=0.5..10", 2.909, 0.5),
    ("mean(npv)=3", "scale=0..1000 %", 3.0, 0.4),
  ])
  func `a target is met where theory says`(
    target: String, within: String, expected: Double, tolerance: Double
  ) async throws {
    let outcome = try await seek(["--target", target, "--bounds", within, "-r", "1500"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let table = try Table(try workplace.contents(of: "out"), "seek.csv")
    let (inputs, values) = (try table.numbers(String(within.prefix { $0 != "=" })), try table.numbers("value"))
    let aim = try #require(try table.numbers("target")[0])
    let nearest = try #require(
      zip(inputs, values).min { abs(($0.1 ?? .infinity) - aim) < abs(($1.1 ?? .infinity) - aim) }?.0)
    #expect(abs(nearest - expected) < tolerance, "\(nearest)")
    #expect(outcome.output.contains("95 % interval"))
  }

  @Test func `the best of a list is found, and looked at again out of sample`() async throws {
    for (option, size, scale) in [("--maximise", "double", "3"), ("--minimise", "double", "-1")] {
      let outcome = try await seek(
        [option, "npv", "--over", "size=*", "--over", "scale=-1,1,3", "-r", "500", "--max-replications", "3000"],
        to: "best\(option)"
      )
      try #require(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.contains("size=\(size), scale=\(scale) is the best"), "\(outcome.output)")
      #expect(outcome.output.contains("Out of sample"))
      let table = try Table(try workplace.contents(of: "best\(option)"), "seek.csv")
      #expect(table.rows.count == 9 && table["is_retained"].count { $0 == "true" } == 1)
    }
  }

  @Test(arguments: [
    (["--target", "mean(npv)=3"], Int32(64), "it needs --bounds"),
    (["--target", "mean(npv)=3", "--bounds", "scle=0..1"], 64, "did you mean scale?"),
    (["--target", "mean(npv)=3", "--bounds", "scale=1..0"], 64, "write 0..1"),
    (["--target", "mean(npv)=3", "--bounds", "scale=1..1"], 64, "has no width"),
    (["--target", "mean(npv)=3", "--bounds", "scale=1"], 64, "expected name=LOW..HIGH"),
    (["--target", "mean(npv)=3", "--bounds", "scale=0..1 USD"], 64, "the unit is USD"),
    (["--maximise", "npv", "--over", "scale=1 USD,2 USD"], 64, "the unit is USD"),
    (["--target", "mean(npv)=1e9", "--bounds", "scale=0..1"], 65, "seek above 1"),
    (["--target", "mean(late)=1", "--bounds", "scale=0..1"], 65, "'median(late)' or 'late<=24' or npv"),
    (["--target", "p95(late)=1", "--bounds", "market=0..1"], 65, "is never at each of the 9 values tried from 0 to 1"),
    (["--target", "npv", "--bounds", "scale=0..1"], 64, "expected FIGURE=VALUE"),
    (["--target", "mean(npv)=3", "--bounds", "scale=0..1", "--set", "scale=2"], 64, "set with --set too"),
    (["--maximise", "npv"], 64, "it needs --over"), ([], 64, "one of --target"),
    (["--maximise", "npv", "--over", "size=small"], 64, "a single option"),
    (["--maximise", "npv", "--over", "scale=1..2000:1"], 64, "2000 options"),
  ])
  func `what cannot be sought is refused`(arguments: [String], status: Int32, problem: String) async throws {
    let outcome = try await seek(arguments)
    #expect(outcome.status == status && outcome.error.contains(problem), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `a grid that is too large is refused by the name of its option`() async throws {
    let outcome = try await seek(
      ["--maximise", "npv", "--over", "scale=0..1:0.001", "--over", "market=0..1:0.001", "--force"])
    #expect(outcome.status == 64)
    let words = outcome.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("--over scale, market: the grid has 1002001 points"), "\(outcome.error)")
    #expect(words.hasSuffix("use a larger step or shorter lists"), "\(outcome.error)")
  }

  @Test func `what has no value with some option is refused for that, and not for its scale`() async throws {
    try workplace.write(Examples.steps, to: "Steps.swift")
    let outcome = try await CommandLineTool.run(
      ["seek", "Steps.swift", "-o", "late", "--maximise", "late", "--over", "a=0..1:0.1"], in: workplace)
    #expect(outcome.status == 65 && outcome.error.contains("late is never in 40 of 40"), "\(outcome.error)")
  }

  @Test func `of a count only whole numbers are tried, and the end of a stretch is where the target is met`()
    async throws
  {
    try workplace.write(Examples.steps, to: "Steps.swift")
    let count = try await CommandLineTool.run(
      ["seek", "Steps.swift", "-o", "count", "-r", "50", "--target", "P(count>3)=100%", "--bounds", "k=0..10"],
      in: workplace)
    try #require(count.status == 0, "\(count.error)")
    #expect(count.output.contains("is 100 % from k = 4 to 10, the upper end of the range"), "\(count.output)")
    let table = try Table(try workplace.contents(of: "count"), "seek.csv")
    #expect(try table.numbers("k").allSatisfy { $0 == $0?.rounded() })
    #expect(zip(table["k"], table["solution"]).filter { !$0.1.isEmpty }.map(\.0) == ["4", "10"])
    let share = try await CommandLineTool.run(
      ["seek", "Steps.swift", "-o", "share", "-r", "50", "--target", "P(late<2)=100%", "--bounds", "a=0..1"],
      in: workplace)
    try #require(share.status == 0, "\(share.error)")
    #expect(share.output.contains("is 100 % from a = 0 to below 0.200, from the lower end"), "\(share.output)")
    let none = try await CommandLineTool.run(
      ["seek", "Steps.swift", "-o", "none", "--target", "P(count>3)=100%", "--bounds", "k=0.2..0.9"], in: workplace)
    #expect(none.status == 64 && none.error.contains("has no value there"), "\(none.error)")
  }

  @Test func `a median that may be never is met where theory says, and is passed where it becomes never`() async throws
  {
    try workplace.write(Examples.opening, to: "Opening.swift")
    func open(_ target: String, to out: String) async throws -> (words: String, table: Table) {
      let outcome = try await CommandLineTool.run(
        ["seek", "Opening.swift", "-r", "2000", "--target", target, "--bounds", "reach=0.1..1", "-o", out],
        in: workplace)
      try #require(outcome.status == 0, "\(outcome.error)")
      return (
        outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " "),
        try Table(try workplace.contents(of: out), "seek.csv")
      )
    }
    // The median is 10 / reach, which is 12 at 0.833; below 0.5 it is never.
    let (met, tried) = try await open("median(opens)=12", to: "met")
    #expect(met.contains("median(opens) is 12.0 month at reach = 0.") && met.contains("it falls with reach"), "\(met)")
    #expect(tried["value"][0] == "" && Set(tried["absence"]) == ["later than any"])
    let place = try #require(tried["solution"].firstIndex(of: "met"))
    let reach = try #require(try tried.numbers("reach")[place])
    #expect(abs(reach - 0.833) < 0.08, "\(reach)")
    // No month is 25: from never it passes to about 20.
    let (passed, steps) = try await open("median(opens)=25", to: "passed")
    #expect(passed.contains("median(opens) is 25.0 month at no reach: it is never up to reach = 0."), "\(passed)")
    let values = zip(steps["solution"], steps["value"]).filter { $0.0 == "step" }.map(\.1)
    #expect(values.count == 2 && values[0] == "" && abs((Double(values[1]) ?? 0) - 20) < 1, "\(values)")
  }

  @Test func `the same bytes on any number of threads`() async throws {
    for threads in ["1", "3"] {
      let target = try await seek(
        ["--target", "mean(noise)=2", "--bounds", "scale=0..10", "-r", "100", "--threads", threads], to: "t\(threads)")
      let best = try await seek(
        ["--maximise", "noise", "--over", "size=*", "-r", "100", "--threads", threads], to: "m\(threads)")
      #expect(target.status == 0 && best.status == 0, "\(target.error)\(best.error)")
    }
    #expect(try workplace.contents(of: "t1") == workplace.contents(of: "t3"))
    #expect(try workplace.contents(of: "m1") == workplace.contents(of: "m3"))
  }
}

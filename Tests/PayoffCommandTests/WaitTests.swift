import Foundation
import Testing

/// Acting now or waiting, from the command line.
@Suite struct WaitTests {
  @Test func `dates, a level and what was learnt are told out of sample, in the same bytes on any threads`()
    async throws
  {
    let workplace = try Workplace()
    try workplace.write(Examples.audited, to: "Audited.swift")
    for threads in ["1", "3"] {
      let outcome = try await CommandLineTool.run(
        ["wait", "Audited.swift", "-r", "400", "--threads", threads, "-o", "wait\(threads)"], in: workplace)
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.contains("start (when it begins): if it is now or never"), "\(outcome.output)")
      #expect(outcome.output.contains("once price ≤"), "\(outcome.output)")
    }
    let files = try workplace.contents(of: "wait1")
    #expect(try workplace.contents(of: "wait3") == files)
    let timing = try Table(files, "timing.csv")
    #expect(timing["strategy"].prefix(3) == ["at once", "in month 6", "never"])
    // At once it costs 60 and brings 12 months of 10 at their worth; never brings nothing of that.
    let monthly = pow(1.1, 1.0 / 12) - 1
    let gain = 10 * (1 - pow(1 + monthly, -12)) / monthly - 60 / (1 + monthly)
    #expect(abs(try timing.number("at once", "mean") - timing.number("never", "mean") - gain) < 1e-6)
    let learnt = try #require(timing.rows.last)
    #expect(learnt[0].hasPrefix("by regression on price"))
    let acting = try Table(files, "acting.csv")
    for strategy in Set(acting["strategy"]) {
      let shares = try acting.rows.filter { $0[0] == strategy }.map { try Table.number($0[2]) }
      let never = try timing.number(strategy, "never")
      #expect(abs(shares.reduce(never, +) - 1) < 1e-12)
    }
  }

  @Test func `now or never is what the table underneath says`() async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(["wait", "InflectionPoint", "-r", "100", "-o", "wait"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let timing = try Table(try workplace.contents(of: "wait"), "timing.csv")
    // Everything is measured against the one of the two that is named, and the other is not shown to be better.
    let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let named = text.contains("the best choice is at once,") ? "at once" : "never"
    #expect(text.contains("the best choice is \(named),"), "\(text)")
    #expect(try timing.number(named, "improvement_ci95_high") == 0)
    for other in ["at once", "never"] where other != named {
      #expect(try timing.number(other, "improvement_ci95_low") <= 0)
    }
    let improvement = { (row: String) in try timing.number(row, "mean") - timing.number(named, "mean") }
    for row in timing["strategy"] {
      #expect(abs(try timing.number(row, "improvement") - improvement(row)) < 1e-6, "\(row)")
    }
  }

  @Test(arguments: [
    (["wait", "Coin.swift"], 64, "it has no @Timing, so there is no date to choose; declare @Timing"),
    (["wait", "Audited.swift", "--timing", "stert"], 64, "did you mean start?"),
    (["wait", "Audited.swift", "-r", "20"], 64, "the regression on when to act needs 50 or more"),
    (
      ["wait", "Audited.swift", "-r", "50", "--measure", "inflection_month"], 64,
      "the value of waiting is measured in money"
    ),
    (["run", "Audited.swift", "--set", "start=5"], 64, "start is one of 0, 6, never"),
  ])
  func `what cannot be waited for is refused`(_ arguments: [String], _ status: Int, _ message: String) async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.audited, to: "Audited.swift")
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(arguments, in: workplace)
    #expect(outcome.status == Int32(status))
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(workplace.names() == ["Audited.swift", "Coin.swift"])
  }
}

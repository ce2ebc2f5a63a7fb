import Foundation
import Testing

/// `payoff backtest`: the tables it writes, series of one's own, and what it rejects.
@Suite struct BacktestCommandTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func payoff(_ arguments: String...) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["backtest"] + arguments, in: workplace)
  }

  @Test func `scores, cases, reliability and charts are written, and say what the sentence says`() async throws {
    let outcome = try await payoff("api-models", "service-load", "-o", "out")
    try #require(outcome.status == 0, "\(outcome.error)")
    let names = workplace.names(in: "out")
    for name in ["forecasts.csv", "findings.csv", "reliability.csv", "scores.csv", "charts"] {
      #expect(names.contains(name))
    }
    let scores = try Table(try workplace.contents(of: "out"), "scores.csv")
    let row = try #require(
      scores.rows.first { $0[0] == "api-models" && $0[2] == "calibrated" && $0[3] == "all" })
    let cases = try Table(try workplace.contents(of: "out"), "forecasts.csv")
    let own = cases.rows.filter { $0[0] == "api-models" && $0[4] == "listed" }
    let held = own.count { $0[12] == "true" }
    // The share is counted from the cases.
    #expect(own.count == 120 && abs((Double(row[6]) ?? 0) - Double(held) / 120) < 1e-9)
    #expect(outcome.output.contains("of 120 cases"))
    let verified = try await CommandLineTool.run(["verify", "out"], in: workplace)
    #expect(verified.status == 0)
  }

  @Test func `series of one's own are scored, and the same call gives the same bytes`() async throws {
    let months = (1...12).map { "2025-\($0 < 10 ? "0" : "")\($0)" }
    let rows = ["a", "b"].flatMap { seller in
      months.enumerated().map { "\($1),H100 \(seller),\($0 < 5 ? 3.0 : seller == "a" ? 2.5 : 3.2),USD/GPU-hour\n" }
    }
    try workplace.write("date,series,value,unit\n" + rows.joined(), to: "rents.csv")
    for folder in ["one", "two"] {
      let outcome = try await payoff("list-rents", "--data", "rents.csv", "--horizons", "3,6", "-o", folder)
      try #require(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.contains("List rent of a GPU at one seller"))
    }
    #expect(try workplace.text(of: "one/scores.csv") == workplace.text(of: "two/scores.csv"))
    let filtered = try await payoff(
      "list-rents", "--data", "rents.csv", "--only", "H100 a", "--origins", "2025-04", "--horizons", "3", "-o", "three")
    let cases = try Table(try workplace.contents(of: "three"), "forecasts.csv")
    #expect(filtered.status == 0 && Set(cases["series"]) == ["H100 a"] && Set(cases["origin"]) == ["2025-04-01"])
  }

  @Test(arguments: [
    (["rent-indx"], "rent-index"), (["list-rents"], "give --data FILE"),
    (["--data", "x.csv"], "a file belongs to one backtest"), (["rent-index", "--data", "no.csv"], "no such file"),
    (["rent-index", "--origins", "2025"], "expected a day as 2026-03-31"),
    (["rent-index", "--horizons", "0"], "from 1 to 240"),
    (["rent-index", "--origins", "2030-01"], "no series has a value both at an origin and at a horizon"),
    (["chat-users", "--data", "short.csv"], "value 0 on the day of the launch"),
    (["service-load", "--data", "short.csv"], "there is no column day"),
  ])
  func `what cannot be scored is rejected in one line, and nothing is written`(
    arguments: [String], problem: String
  ) async throws {
    try workplace.write("date,series,value\n2025-01,X,1\n2025-02,X,2\n", to: "short.csv")
    let outcome = try await CommandLineTool.run(["backtest"] + arguments + ["-o", "out"], in: workplace)
    #expect(outcome.status != 0 && outcome.error.contains(problem), "\(outcome.error)")
    #expect(!workplace.names(in: ".").contains("out"))
  }
}

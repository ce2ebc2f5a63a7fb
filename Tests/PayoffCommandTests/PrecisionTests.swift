import Foundation
import Testing

/// `payoff run` until a precision, and with futures drawn in other ways.
@Suite struct PrecisionTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func run(_ arguments: [String], to out: String = "out") async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["run", "Stake.swift", "-o", out] + arguments, in: workplace)
  }

  private func summary(_ out: String, _ measure: String) throws -> [String: String] {
    try Table(try workplace.contents(of: out), "summary.csv").row(measure)
  }

  @Test func `a run goes on until its figure is the requested half width of`() async throws {
    // A deviation of 3 and a half width of 0.2 take (1.96 × 3 / 0.2)² = 864 replications, looked at every 100 from 200 on.
    let outcome = try await run(["--precision", "mean(npv)=0.2", "-r", "200"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("the requested half width of"), "\(outcome.output)")
    let table = try Table(try workplace.contents(of: "out"), "summary.csv")
    let count = Int(try table.number("npv", "n"))
    #expect((700...1100).contains(count) && count.isMultiple(of: 100))
    let ends = try ["ci95_low", "ci95_high"].map { try table.number("npv", $0) }
    #expect((ends[1] - ends[0]) / 2 <= 0.2)
    #expect(try workplace.text(of: "out/datapackage.json").contains("\"replications\" : \(count)"))
  }

  @Test func `a figure that is not reached says so at the cap`() async throws {
    let outcome = try await run(["--precision", "P(npv>0)=0.001", "-r", "100", "--max-replications", "300"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("wider than the requested half width") && words.contains("raise --max-replications"))
    #expect(try summary("out", "npv")["n"] == "300")
  }

  @Test func `an event that has not happened stops nothing`() async throws {
    let outcome = try await run(["--precision", "P(npv>1000)=0.0001", "-r", "100", "--max-replications", "400"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("did not occur in 400"), "\(outcome.output)")
  }

  @Test(arguments: [
    // The median is 20 × 0.5 / 0.7, and its interval of n futures 20 / 0.7 × 0.98 / n^(1/2) to either side.
    ("median(opens)=1", "the requested half width of 1.00 month was reached after"),
    ("p90(opens)=1", "p90(opens) is never, 95 % interval never: it has no half width"),
  ])
  func `a percentile of what may never come is as precise as both ends of its interval are numbers`(
    precision: String, said: String
  ) async throws {
    try workplace.write(Examples.opening, to: "Opening.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Opening.swift", "-r", "200", "--max-replications", "3000", "--precision", precision, "-o", "out"],
      in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains(said), "\(words)")
  }

  @Test(arguments: ["antithetic", "lhs", "sobol", "stratified(market)", "controlled"])
  func `other ways to draw say what they gained, with the same bytes on any number of threads`(
    sampling: String
  ) async throws {
    for threads in ["1", "3"] {
      let outcome = try await run(["--sampling", sampling, "-r", "512", "--threads", threads], to: threads)
      try #require(outcome.status == 0, "\(outcome.error)")
      // Antithetic pairs of a sum leave no variance at all, but for rounding.
      #expect(outcome.output.contains("Sampling \(sampling): the mean of npv is"), "\(outcome.output)")
    }
    #expect(try workplace.contents(of: "1") == workplace.contents(of: "3"))
    let precision = try Table(try workplace.contents(of: "1"), "precision.csv")
    let ends = try ["ci95_low", "ci95_high"].map { try precision.number("npv", $0) }
    #expect(ends[0] <= 1.05 && ends[1] >= 0.95)
    #expect(try precision.row("late")["mean"] == "")
  }

  @Test(arguments: [
    (["--precision", "npv"], "expected FIGURE=VALUE"), (["--precision", "mean(npv)=0"], "above 0"),
    (["--precision", "mean(npv)=0.1", "--max-replications", "100"], "below --max-replications"),
    (["--precision", "mean(npv)=0.1", "--sampling", "lhs"], "remove one of the two"),
    (["--sampling", "lhz"], "did you mean lhs?"), (["--sampling", "antithetic", "-r", "11"], "for example 12"),
    (["--sampling", "stratified(scale)", "-r", "64"], "has no strata"),
    (["--correlate", "market,luck=2"], "between -1 and 1"), (["--correlate", "market,scale=0.2"], "the same in every"),
  ])
  func `what cannot be meant is refused`(arguments: [String], problem: String) async throws {
    let outcome = try await run(arguments)
    #expect(outcome.status == 64 && outcome.error.contains(problem), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `a figure of a measure that is sometimes empty is refused with what would do`() async throws {
    let outcome = try await run(["--precision", "mean(late)=0.1"])
    #expect(outcome.status == 65 && outcome.error.contains("'median(late)' or 'late<=24' or npv"), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `correlated inputs are recorded, and refused by methods that take them for independent`() async throws {
    let outcome = try await run(["--correlate", "market,luck=0.5", "-r", "20"])
    #expect(outcome.status == 0 && outcome.output.contains("--correlate market,luck=0.5"))
    #expect(
      try workplace.text(of: "out/datapackage.json").contains("gaussian copula: spearman(market, luck) = 0.5"))
    let jansen = try await CommandLineTool.run(
      ["sensitivity", "Stake.swift", "--method", "sobol_jansen", "--correlate", "market,luck=0.5", "-o", "jansen"],
      in: workplace)
    #expect(jansen.status == 65 && jansen.error.contains("pawn, delta, prcc"), "\(jansen.error)")
    #expect(!workplace.names().contains("jansen"))
    let sobol = try await CommandLineTool.run(
      [
        "sensitivity", "Stake.swift", "--method", "sobol", "--size", "16", "--correlate", "market,luck=0.5", "-o",
        "sobol",
      ],
      in: workplace)
    #expect(sobol.status == 0 && sobol.error.contains("depend on each other"), "\(sobol.error)")
    let prcc = try await CommandLineTool.run(
      [
        "sensitivity", "Stake.swift", "--method", "prcc", "--size", "256", "--correlate", "market,luck=0.5", "-o",
        "prcc",
      ],
      in: workplace)
    #expect(prcc.status == 0, "\(prcc.error)")
  }
}

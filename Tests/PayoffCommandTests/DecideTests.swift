import Foundation
import Testing

/// `payoff decide`, on a stake whose value of information is known in closed form.
@Suite struct DecideTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func decide(_ arguments: [String], to out: String = "out") async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["decide", "Stake.swift", "-o", out] + arguments, in: workplace)
  }

  @Test func `the value of learning is that of the closed form`() async throws {
    let outcome = try await decide(["--set", "size=whole", "-r", "4000"])
    // Going ahead at one size or leaving it: nothing to choose but that.
    #expect(outcome.status == 64 && outcome.error.contains("it is set with --set too"), "\(outcome.error)")
    let decided = try await decide(["-r", "4000"])
    try #require(decided.status == 0, "\(decided.error)")
    #expect(decided.output.contains("Recommended: double."), "\(decided.output)")
    let information = try Table(try workplace.contents(of: "out"), "evppi.csv")
    // The best is to double or to leave it: a normal payoff of mean 2 and deviation 6, or 0. The unit normal loss at 1/3 is
    // 0.2555 and so the value of knowing all is 6 × 0.2555 − …: s (φ(z) − z (1 − Φ(z))), with s = 6, 4 and 4.472.
    for (learnt, expected, tolerance) in [
      ("everything", 1.5331, 0.12), ("market", 0.7912, 0.2), ("luck", 0.9527, 0.2),
    ] {
      let value = try information.number(learnt, "value")
      #expect(abs(value - expected) < tolerance, "\(learnt): \(value)")
    }
    // Nothing but inputs is uncertain here, so all of it can be learnt; a rule fitted on half of the rows loses a little.
    let (all, learnable) = (
      try information.number("everything", "value"), try information.number("all inputs", "value")
    )
    #expect(learnable <= all && learnable > 0.9 * all, "\(learnable) of \(all)")
    let idle = try information.row("idle")
    #expect(idle["is_beyond_noise"] == "false")
    #expect(try information.row("market")["is_beyond_noise"] == "true")
  }

  @Test func `few replications leave open what an input is worth, and that is said`() async throws {
    let outcome = try await decide(["-r", "60", "--seed", "2"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let information = try Table(try workplace.contents(of: "out"), "evppi.csv")
    // Three inputs are uncertain: a line through them takes 20 × (1 + 3) replications.
    #expect(!information["inputs"].contains("all inputs"))
    #expect(text.contains("could be learnt from the inputs takes 80 replications or more to say"), "\(text)")
    // No interval lies above 0, though two inputs exceed what one without a value would show.
    #expect(!information["is_beyond_noise"].contains("true"))
    for input in ["luck", "market"] {
      let (value, floor) = (try information.number(input, "value"), try information.number(input, "noise_floor"))
      #expect(value > floor)
    }
    #expect(try information.number("idle", "value") <= information.number("idle", "noise_floor"))
    #expect(!text.contains("no single input has a value above its noise floor"))
    #expect(
      text.contains("No single input's value is certain to be above 0 at 60 replications: luck may be worth up to 0."))
    #expect(text.contains("USD, market up to 0.") && !text.contains("idle up to"), "\(text)")
  }

  @Test func `attitudes to risk part the careful from the bold`() async throws {
    let outcome = try await decide(["-r", "1000"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let files = try workplace.contents(of: "out")
    let attitudes = try Table(files, "attitudes.csv")
    #expect(attitudes.rows[0][2] == "double")
    #expect(try attitudes.row("worst outcome")["best_option"] == "status quo")
    let options = try Table(files, "decision.csv")
    // The chance of a loss is Φ(−1/3) = 0.369, and the worst twentieth lies at 2 − 1.645 × 6 = −7.87.
    #expect(abs(try options.number("double", "chance_of_loss") - 0.369) < 0.06)
    #expect(abs(try options.number("double", "value_at_risk") + 7.87) < 1.2)
    #expect(abs(try options.number("double", "out_of_sample_expected_value") - 2) < 0.7)
    #expect(try options.row("small")["out_of_sample_expected_value"]?.isEmpty == true)
    let shares = try options.numbers("chance_of_best").compactMap(\.self)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
  }

  @Test func `less can be better, and leaving it left out`() async throws {
    let outcome = try await decide(["--less-is-better", "--no-status-quo", "-r", "200"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("Recommended: small."))
    #expect(try Table(try workplace.contents(of: "out"), "decision.csv")["option"] == ["small", "whole", "double"])
  }

  @Test(arguments: [
    (["--measure", "late"], Int32(65), "'late<=24' or npv"),
    (["-r", "20"], 64, "50 or more"), (["--tail", "1.5"], 64, "a share between 0 and 1"),
    (["--risk-tolerance", "-1"], 64, "above 0"),
  ])
  func `what cannot be decided is refused`(arguments: [String], status: Int32, problem: String) async throws {
    let outcome = try await decide(arguments)
    #expect(outcome.status == status && outcome.error.contains(problem), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `the same bytes on any number of threads, twice`() async throws {
    for (threads, out) in [("1", "a"), ("1", "b"), ("3", "c")] {
      #expect(try await decide(["-r", "120", "--threads", threads], to: out).status == 0)
    }
    #expect(try workplace.contents(of: "a") == workplace.contents(of: "b"))
    #expect(try workplace.contents(of: "a") == workplace.contents(of: "c"))
  }
}

import Foundation
import Testing

/// Experiments with a value in them that cannot be meant: exit code 65, the line, and nothing written.
@Suite struct RefusedExperimentTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    /// The comment behind the line that the message has to name.
    let line: String?
    let message: [String]

    init(_ name: String, line: String? = nil, _ message: String...) {
      self.name = name
      self.line = line
      self.message = message
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Fault("none"),
    Fault("rate", line: "// rate", "discounting: -3", "above -1"),
    Fault("distribution", line: "// distribution", "uniform(0.5, 0.3)", "swap them: uniform(0.3, 0.5)"),
    Fault("price", line: "// price", "price of -2.5", "at least 0"),
    Fault("share", line: "Benefit.labourSaved(", "resolved: 1.5", "between 0 and 1"),
    Fault("two loads", "load \"mail\"", "two of that name"),
    Fault("load of a fleet", "serves: \"mial\"", "did you mean \"mail\"?"),
    Fault("load of a benefit", "requests(\"mial\")", "did you mean \"mail\"?"),
    Fault("fleet of a measure", "fleet(\"GPU\")", "did you mean \"GPUs\"?"),
    Fault("currency", line: "Cost(\"team\", CNY", "cost \"team\"", "CNY", "USD", "ExchangeRate(CNY(1), is: USD("),
    Fault(
      "delivery", line: "deliveredAfter: .uniform(18, 24)", "can come within the 12 months of the horizon",
      "a longer horizon, or an earlier order"),
    Fault(
      "depreciation", line: "life: 60", "the horizon of 12 months ends before the hardware is written off",
      "a horizon of 60 months or more, or a shorter life"),
    Fault("data", line: "depreciatedOver: 36", "a horizon of 36 months or more, or a shorter life"),
    Fault("retention", line: "Benefit.retention(", "in month 1 it makes 1.08 of 0.9", ".ofChurn"),
    Fault("loan", line: "payments: 0", "0 payments", "nothing is paid back in no time"),
    Fault("adoption", line: "Adoption(.launches(", "1.3 times the market", "shares that sum to 1 at most"),
    Fault("two costs", line: "Investment(\"set-up\"", "cost \"set-up\"", "two of that name", "call it something else"),
    Fault("two benefits", line: "Benefit.labourSaved(", "benefit \"answers\"", "two of that name"),
    Fault(
      "counted twice", line: "Benefit(\"fewer agents\"", "it is counted twice",
      "\"hours of agents\" 1, \"fewer agents\" 1",
      "drawing(on:share:)"),
    Fault("supply", "monthsComplete(\"enginers\")", "did you mean \"engineers\"?"),
    Fault("tokens", "tokensIn(\"mail\")", "add .azureConversation or TokenLengths(…) to the load"),
    Fault("claim", line: "of: \"F99\"", "there is no such figure of the case, which are F1 to F19"),
    Fault("two measures", "\"npv\"", "two of that name"),
    Fault("index", "the experiment's own code crashed in replication 0 of seed 1", "index out of range"),
  ])
  func `a value that cannot be meant is refused before anything is written`(_ fault: Fault) async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.faults, to: "Faults.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Faults.swift", "-r", "2", "--set", "fault=\(fault.name)"], in: workplace)
    guard !fault.message.isEmpty else {
      #expect(outcome.status == 0, "\(outcome.error)")
      return
    }
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("Error: "))
    for text in fault.message { #expect(outcome.error.contains(text), "\(outcome.error)") }
    if let comment = fault.line {
      let lines = Examples.faults.split(separator: "\n", omittingEmptySubsequences: false)
      let line = try #require(lines.firstIndex { $0.contains(comment) }) + 1
      #expect(outcome.error.hasPrefix("Error: Faults.swift:\(line): "), "\(outcome.error)")
    }
    #expect(outcome.error.split(separator: "\n").count <= 4, "said once, however many months it happens in")
    #expect(workplace.names() == ["Faults.swift"], "nothing is written")
  }

  @Test(arguments: [
    (#"@Uncertain(.uniform(0.5, 0.3), "a number", source: .assumption("an example"))"#, "swap them: uniform(0.3, 0.5)"),
    (#"@Uncertain(.lognormal(mean: -1, deviation: 2), "a number", source: .assumption("an example"))"#, "mean is -1"),
    (#"@Uncertain(.mixture([]), "a number", source: .assumption("an example"))"#, "mixture"),
  ])
  func `a refused distribution names the line of its input`(_ declaration: String, _ message: String) async throws {
    let workplace = try Workplace()
    let source = Examples.trial().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("@Uncertain") ? "  " + declaration : String(line)
    }
    try workplace.write(source.joined(separator: "\n"), to: "Coin.swift")
    let line = try #require(source.firstIndex { $0.contains("@Uncertain") }) + 1
    for verb in ["run", "describe"] {
      let outcome = try await CommandLineTool.run([verb, "Coin.swift"], in: workplace)
      #expect(outcome.status == 65)
      #expect(outcome.error.hasPrefix("Error: Coin.swift:\(line): "), "\(outcome.error)")
      #expect(outcome.error.contains(message), "\(outcome.error)")
    }
    #expect(workplace.names() == ["Coin.swift"])
  }

  @Test func `a rate a month where one a year is meant does not compile, and is refused from outside`() async throws {
    let workplace = try Workplace()
    let source = Examples.trial(
      named: "Rates",
      #"[.init("result", Staff("a", 1, USD(1) / .year, growing: 0.004.perMonth).name == "a" ? value : 0)]"#)
    try workplace.write(source, to: "Rates.swift")
    let line =
      try #require(
        source.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("perMonth") }) + 1
    let compiled = try await CommandLineTool.run(["run", "Rates.swift"], in: workplace)
    #expect(compiled.status == 65)
    #expect(compiled.error.contains("Rates.swift:\(line):"), "\(compiled.error)")
    #expect(compiled.error.contains("Rate<PerMonth>") && compiled.error.contains("Rate<PerYear>"), "\(compiled.error)")
    try workplace.write(Examples.desk, to: "Desk.swift")
    let set = try await CommandLineTool.run(
      ["run", "Desk.swift", "-r", "2", "--set", "priceFall=3 %/month"], in: workplace)
    #expect(set.status == 64)
    #expect(set.error.contains("the unit is %/month, but priceFall is given in 1/year"), "\(set.error)")
  }

  @Test func `an amount without its currency or its unit does not compile, and the compiler names the remedy`()
    async throws
  {
    let statements = [
      ("Cost(\"team\", Euro(600_000) / .year)", "EUR(600_000) / .year"),
      ("Investment(\"set-up\", Pound(400_000))", "an amount in pounds is GBP("),
      ("Cost(\"team\", Dollar(600_000) / .year * 2)", "USD(600_000) / .year"),
      ("Cost(\"team\", 600_000)", "say in which currency and for which period: USD(600_000) / .year"),
      ("Cost(\"team\", USD(600_000))", "say for which period: USD(600_000) / .year"),
      ("Investment(\"set-up\", 400_000)", "say in which currency: USD(400_000)"),
      ("Rent(2.5)", "say in which currency and for what the price is: USD(2.5) / .gpuHour"),
      ("Rent(2.5, falling: 0.3)", "USD(2.5) / .gpuHour"), ("Rent(2.5, falling: 0.3.perYear)", "USD(2.5) / .gpuHour"),
      ("Rent(2.5, along: PriceIndex(\"hardware\"))", "USD(2.5) / .gpuHour"),
      ("Metered(\"calls\", 0.1) { _ in Quantity(5) }", "USD(0.1) / .request"),
      ("Staff(\"engineers\", 2, 120_000, growing: 0.03.perYear)", "USD(120_000) / .year"),
      (
        "Benefit.labourSaved(\"a\", conversations: { _ in 1 }, resolved: 1, cost: 1.0, becomingCash: 1)",
        "cost: USD(4) / .conversation"
      ),
      (
        "Benefit.errorsAvoided(\"a\", items: { _ in 1 }, rateBefore: 1, rateAfter: 0, cost: 20)",
        "cost: USD(20) / .error"
      ),
    ]
    let source = Examples.trial(named: "Amounts") + "\nfunc amounts() {\n"
    let first = source.split(separator: "\n", omittingEmptySubsequences: false).count
    let workplace = try Workplace()
    try workplace.write(
      source + statements.map { "  _ = \($0.0)\n" }.joined() + "}\n", to: "Amounts.swift")
    let outcome = try await CommandLineTool.run(["run", "Amounts.swift"], in: workplace)
    #expect(outcome.status == 65)
    let lines = outcome.error.split(separator: "\n")
    for (place, (statement, remedy)) in statements.enumerated() {
      let said = lines.filter { $0.contains("Amounts.swift:\(first + place):") && $0.contains("error:") }
      #expect(said.contains { $0.contains(remedy) }, "\(statement): \(said)")
      #expect(said.allSatisfy { $0.contains("is unavailable: ") }, "\(statement): \(said)")
    }
  }

  @Test func `a measure called as an input is refused`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(#"[.init("replication", value)]"#), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(["run", "Coin.swift"], in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("measure \"replication\""))
    #expect(workplace.names() == ["Coin.swift"])
  }

  /// The replication and the seed of a message, from the command that it says reproduces it.
  private func reproduction(in message: String) throws -> (seed: Int, replications: Int) {
    let match = try #require(message.firstMatch(of: /--seed (\d+) --replications (\d+) reproduces it/))
    return (try #require(Int(match.1)), try #require(Int(match.2)))
  }

  @Test(arguments: [
    (#"[.init("odds", value < 0.95 ? value : .nan)]"#, "odds is not a number"),
    (#"[.init("odds", value < 0.95 ? value : .infinity)]"#, "odds is infinite"),
    (
      #"[.init("odds", value < 0.95 ? value : [0, 1][Int(2 + value)])]"#,
      "the experiment's own code crashed"
    ),
  ])
  func `a replication that goes wrong is named, and what is said to reproduce it does`(
    _ body: String, _ message: String
  ) async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(body), to: "Coin.swift")
    let command = ["run", "Coin.swift", "--out", "deep/run", "--threads", "2"]
    let outcome = try await CommandLineTool.run(command + ["--seed", "11"], in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("Error: \(message)"), "\(outcome.error)")
    let (seed, replications) = try reproduction(in: outcome.error)
    #expect(seed == 11)
    #expect(replications > 1)
    #expect(outcome.error.contains("in replication \(replications - 1) of seed 11"))

    func run(_ replications: Int) async throws -> CommandLineTool.Outcome {
      let again = ["run", "Coin.swift", "--out", "again", "--seed", "\(seed)", "--threads", "1"]
      return try await CommandLineTool.run(again + ["--replications", "\(replications)"], in: workplace)
    }
    let again = try await run(replications)
    #expect(again.status == 65)
    #expect(again.error.contains("in replication \(replications - 1) of seed 11"))
    #expect(workplace.names().filter { $0 != "deep" } == ["Coin.swift"], "nothing half-written is left behind")
    #expect(workplace.names(in: "deep").isEmpty)
    #expect(try await run(replications - 1).status == 0, "the one before it is sound")
  }
}

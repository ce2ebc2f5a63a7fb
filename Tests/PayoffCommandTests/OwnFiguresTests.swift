import Foundation
import Testing

/// Figures of one's own without Swift: sheets, the dialogue, fitted distributions, and what there is.
@Suite struct OwnFiguresTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func payoff(_ arguments: String..., shell: String? = nil) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(arguments, in: workplace, shell: shell)
  }

  private func summary(_ run: String) throws -> String { try workplace.text(of: "\(run)/summary.csv") }

  @Test func `a sheet as written changes nothing, and what is changed in it is as if it were set`() async throws {
    let written = try await payoff("inputs", "Stake.swift", "--out", "mine.csv")
    try #require(written.status == 0, "\(written.error)")
    let sheet = try workplace.text(of: "mine.csv")
    let market = try #require(sheet.split(whereSeparator: \.isNewline).first { $0.hasPrefix("market,") })
    try workplace.write(
      sheet.replacingOccurrences(of: market, with: "market,the market,1,0.5,,,\"normal\",our own count"), to: "own.csv")
    for (name, options) in [
      ("plain", []), ("unchanged", ["--inputs", "mine.csv"]), ("set", ["--set", "market=0.5"]),
      ("sheet", ["--inputs", "own.csv"]), ("wins", ["--inputs", "own.csv", "--set", "market=normal(1, 2)"]),
    ] {
      let outcome = try await CommandLineTool.run(
        ["run", "Stake.swift", "-r", "50", "-o", name] + options, in: workplace)
      try #require(outcome.status == 0, "\(outcome.error)")
    }
    #expect(try summary("unchanged") == summary("plain"))
    #expect(try summary("sheet") == summary("set"))
    #expect(try summary("sheet") != summary("plain"))
    #expect(try summary("wins") == summary("plain"))
    #expect(try workplace.text(of: "sheet/inputs.csv").contains("our own count"))
    #expect(try workplace.text(of: "set/inputs.csv").contains("set on the command line"))
    // The source that was declared is not that of another value.
    try workplace.write(
      sheet.replacingOccurrences(of: market, with: "market,the market,1,0.5,,,\"normal\",assumption: an example"),
      to: "kept.csv")
    let kept = try await payoff("run", "Stake.swift", "-r", "5", "-o", "kept", "--inputs", "kept.csv")
    try #require(kept.status == 0, "\(kept.error)")
    #expect(try workplace.text(of: "kept/inputs.csv").contains("set in kept.csv"))
    // What is far from what is declared is simulated, and said with the results.
    let far = try await payoff("run", "Stake.swift", "-r", "20", "-o", "far", "--set", "market=1000")
    #expect(far.status == 0 && far.error.contains("Note: --set market=1000: 1,000 is far above"), "\(far.error)")
    #expect(try workplace.text(of: "far/datapackage.json").contains("is far above what is declared for market"))
    // A source beside a value that is not changed is kept, and changes no number.
    try workplace.write(sheet.replacingOccurrences(of: "assumption: an example", with: "our ledger"), to: "ledger.csv")
    let ledger = try await payoff("run", "Stake.swift", "-r", "50", "-o", "ledger", "--inputs", "ledger.csv")
    try #require(ledger.status == 0, "\(ledger.error)")
    #expect(try summary("ledger") == summary("plain"))
    #expect(try workplace.text(of: "ledger/inputs.csv").components(separatedBy: "our ledger,false").count == 5)
    #expect(try workplace.text(of: "sheet/datapackage.json").contains("--set market=0.5"))
    #expect(try await payoff("verify", "sheet").status == 0)
    let refused = try await payoff("run", "Desk.swift", "--inputs", "own.csv")
    #expect(refused.status != 0)
    try workplace.write(Examples.desk, to: "Desk.swift")
    let other = try await payoff("run", "Desk.swift", "--inputs", "own.csv")
    #expect(other.status == 64)
    #expect(other.error.contains("the sheet is one of Stake"), "\(other.error)")
    // A file that is wrong is wrong data, whatever is wrong in it.
    for (line, problem) in [
      ("name,value", "has no row"), ("nam,value\nmarket,1", "did you mean"), ("name,value\nmarket,high", "market=high"),
      ("name,value\nmarkt,1", "did you mean"), ("name,value\nmarket,2.5.2026", "is a date"),
      ("name,value\nmarket,1\nmarket,2", "line 2 too"), ("name,value\nsize,huge", "one of small"),
      ("name,value\nmarket,3 EUR", "unit"), ("name,value\n\"market,1", "is never closed"),
    ] {
      try workplace.write(line + "\n", to: "wrong.csv")
      let wrong = try await payoff("run", "Stake.swift", "-r", "5", "--inputs", "wrong.csv")
      #expect(wrong.status == 65 && wrong.error.contains(problem), "\(line): \(wrong.status) \(wrong.error)")
    }
    let usage = try await payoff("run", "Stake.swift", "-r", "5", "--inputs", "own.csv", "--set", "market=high")
    #expect(usage.status == 64, "\(usage.error)")
    let again = try await payoff("inputs", "Stake.swift", "--out", "mine.csv")
    #expect(again.status != 0 && again.error.contains("--force"), "\(again.error)")
  }

  @Test func `the dialogue asks for what matters most, takes what fits, and prints the command that does the same`()
    async throws
  {
    let outcome = try await payoff(
      "ask", "Stake.swift", "-r", "60", "--set", "market=1", "-o", "out", shell: #"printf '?\nmuch\n2\n\n' | "$0" "$@""#
    )
    try #require(outcome.status == 0, "\(outcome.error)\(outcome.output)")
    #expect(outcome.output.contains("1/4 luck: luck that could be studied"), "\(outcome.output)")
    // What nothing depends on comes last of the inputs.
    #expect(outcome.output.contains("2/4 scale"), "\(outcome.output)")
    #expect(outcome.output.contains("3/4 idle"), "\(outcome.output)")
    #expect(outcome.output.contains("assumption: an example"), "\(outcome.output)")
    #expect(outcome.output.contains("\"much\""), "\(outcome.output)")
    let line = "The same again: payoff run Stake.swift --replications 60 --seed 1 --set market=1 --set luck=2 --out out"
    #expect(outcome.output.contains(line), "\(outcome.output)")
    let set = try await payoff("run", "Stake.swift", "-r", "60", "--set", "market=1", "--set", "luck=2", "-o", "set")
    try #require(set.status == 0, "\(set.error)")
    #expect(try summary("out") == summary("set"))
    let none = try await payoff("ask")
    #expect(none.status == 64 && none.error.contains("before an experiment was chosen"), "\(none.error)")
  }

  @Test func `the dialogue asks for settings that are limited, and passes over a choice that makes no difference`()
    async throws
  {
    let text = Examples.stake
      .replacingOccurrences(
        of: "@Choice(",
        with: "@Setting(\"currency\", oneOf: [\"EUR\", \"JPY\"])\n  var currency = \"EUR\"\n\n  @Choice("
      )
      .replacingOccurrences(of: "unit: \"USD\"", with: "unit: InputUnit(currency)")
      .replacingOccurrences(of: "(size == .small ? 0.5 : size == .whole ? 1 : 2)", with: "1")
    try workplace.write(text, to: "Stake.swift")
    let outcome = try await payoff(
      "ask", "Stake.swift", "-r", "60", "--questions", "1", "-o", "out", shell: #"printf '\nJPY\n' | "$0" "$@""#)
    try #require(outcome.status == 0, "\(outcome.error)\(outcome.output)")
    #expect(outcome.output.contains("2/3 size: it changes nothing with these answers"), "\(outcome.output)")
    #expect(outcome.output.contains("3/3 currency: currency (EUR, JPY)"), "\(outcome.output)")
    #expect(outcome.output.contains("--set currency=JPY"), "\(outcome.output)")
  }

  /// The deviation of what is fitted to 1.7e308 is beyond numbers: an empty cell, and not one that is no number.
  @Test func `standard errors beyond numbers are empty`() async throws {
    let numbers = (1...60).map { $0 == 35 ? "1.7e308" : "\(1 + Double($0 * 37 % 61) / 9)" }
    try workplace.write("cost\n" + numbers.joined(separator: "\n") + "\n", to: "huge.csv")
    let outcome = try await payoff("fit", "--distribution", "huge.csv", "--column", "cost", "-o", "huge")
    try #require(outcome.status == 0, "\(outcome.error)")
    let estimates = try Table(try workplace.contents(of: "huge"), "estimates.csv")
    let errors = try estimates.numbers("standard_error")
    #expect(!errors.isEmpty && errors.allSatisfy { $0?.isFinite ?? true }, "\(errors)")
    #expect(errors.contains(nil))
  }

  @Test func `numbers become a distribution that an input takes`() async throws {
    let numbers = (1..<200).map { number in exp(1.3 + 0.4 * (Double(number) / 100 - 1)) }
    try workplace.write("id,cost\n" + numbers.enumerated().map { "\($0),\($1)\n" }.joined(), to: "costs.csv")
    let unnamed = try await payoff("fit", "--distribution", "costs.csv")
    #expect(unnamed.status == 65 && unnamed.error.contains("--column"), "\(unnamed.error)")
    let outcome = try await payoff("fit", "--distribution", "costs.csv", "--column", "cost", "-o", "fitted")
    try #require(outcome.status == 0, "\(outcome.error)")
    let families = try Table(try workplace.contents(of: "fitted"), "families.csv")
    let estimates = try Table(try workplace.contents(of: "fitted"), "estimates.csv")
    #expect(estimates.header == ["family", "parameter", "value", "standard_error"])
    for (text, family) in zip(families["distribution"], families["family"]) {
      let values = estimates.rows.filter { $0[0] == family }.map { "\($0[1]): \($0[2])" }
      #expect(text == "\(family)(\(values.joined(separator: ", ")))" || family == "uniform", "\(text)")
    }
    for text in families["distribution"] {
      let taken = try await payoff("run", "Stake.swift", "-r", "2", "--set", "scale=\(text)", "-o", "taken", "--force")
      #expect(taken.status == 0, "\(taken.error)")
    }
    let runs = try await payoff("runs", ".")
    #expect(runs.status == 0 && runs.output.contains("taken") && runs.output.contains("run Stake, 2 replications"))
    let json = try await payoff("runs", ".", "--json", "--experiment", "Stake")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(list.map { $0["name"] as? String } == ["taken"])
    #expect(try await payoff("runs", "nowhere").status == 65)
  }
}

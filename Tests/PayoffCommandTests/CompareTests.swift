import Foundation
import Testing

/// `payoff compare`, of options and of runs.
@Suite struct CompareTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func payoff(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(arguments, in: workplace)
  }

  @Test func `the options of a choice differ by what they must, on the same draws`() async throws {
    let outcome = try await payoff(["compare", "Stake.swift", "-r", "400", "-o", "out"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("double has") && outcome.output.contains("more net present value than whole"))
    let files = try workplace.contents(of: "out")
    let options = try Table(files, "options.csv")
    let means = zip(zip(options["option"], options["measure"]), try options.numbers("mean"))
    let whole = try #require(means.first { $0.0 == ("whole", "npv") }?.1)
    let double = try #require(means.first { $0.0 == ("double", "npv") }?.1)
    #expect(abs(double - 2 * whole) < 1e-9)
    let differences = try Table(files, "differences.csv")
    let row = try #require(
      differences.rows.first { $0[0] == "npv" && $0[2] == "double" && $0[3] == "whole" })
    #expect(abs(try Table.number(row[5]) - whole) < 1e-9)
    // Twice a stake goes with it wholly, and the variances 9 and 36 against 9: (4 + 1) / 1 times as many runs.
    #expect(abs(try Table.number(row[9]) - 1) < 1e-9)
    #expect(abs(try Table.number(row[14]) - 5) < 1e-6)
    // A measure that is empty in some pairs has no difference, and its chances count the empty ones as later.
    let late = try #require(differences.rows.first { $0[0] == "late" })
    #expect(late[5].isEmpty && !late[10].isEmpty)
  }

  @Test func `an option that changes nothing is neither better nor worse`() async throws {
    let outcome = try await payoff(["compare", "Stake.swift", "-r", "60", "--set", "scale=0", "-o", "idle"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("have the same net present value in every replication"))
    let row = try #require(
      try Table(try workplace.contents(of: "idle"), "differences.csv").rows.first { $0[0] == "npv" })
    #expect(row[10] == "0" && row[13] == "1")
  }

  @Test func `a measure that is not known in some futures is refused, and one that never exists is said to be`()
    async throws
  {
    try workplace.write(Examples.steps, to: "Steps.swift")
    let unknown = try await payoff(["compare", "Steps.swift", "--measure", "unknown", "-r", "60", "-o", "unknown"])
    #expect(unknown.status == 65, "\(unknown.output)")
    #expect(unknown.error.contains("unknown has no value in") && unknown.error.contains("is not known"))
    #expect(!workplace.names().contains("unknown"))
    let never = try await payoff(["compare", "Steps.swift", "--measure", "never", "-r", "60", "-o", "never"])
    try #require(never.status == 0, "\(never.error)")
    let words = never.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(
        "y cannot be compared with x: in no future do both have a value. The never has no value in 60 of 60"),
      "\(never.output)")
  }

  @Test func `two runs of the same draws are pairs`() async throws {
    for scale in ["1", "1.5"] {
      let run = try await payoff(["run", "Stake.swift", "--set", "scale=\(scale)", "-r", "300", "-o", "run \(scale)"])
      try #require(run.status == 0, "\(run.error)")
    }
    let outcome = try await payoff(["compare", "run 1", "run 1.5", "-o", "out"])
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(
      outcome.output.contains("run 1.5 (scale=1.5) has")
        && outcome.output.contains("more net present value than run 1 (scale=1)"))
    let differences = try Table(try workplace.contents(of: "out"), "differences.csv")
    let summary = try Table(try workplace.contents(of: "run 1"), "summary.csv")
    let mean = try summary.number("npv", "mean")
    #expect(abs(try differences.number("npv", "difference_mean") - mean / 2) < 1e-9)
  }

  @Test func `two runs in different currencies are refused with both, before anything is written`() async throws {
    let text = Examples.stake
      .replacing(
        "@Choice(", with: "@Setting(\"currency\", oneOf: [\"EUR\", \"JPY\"])\n  var currency = \"EUR\"\n\n  @Choice("
      )
      .replacing("unit: \"USD\"", with: "unit: InputUnit(currency)")
    try workplace.write(text, to: "Stake.swift")
    for (name, currency) in [("euros", "EUR"), ("yen", "JPY")] {
      let run = try await payoff(["run", "Stake.swift", "--set", "currency=\(currency)", "-r", "60", "-o", name])
      try #require(run.status == 0, "\(run.error)")
    }
    let outcome = try await payoff(["compare", "euros", "yen", "-o", "out"])
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("euros and yen: euros is in EUR and yen in JPY (npv)"), "\(outcome.error)")
    #expect(outcome.output.isEmpty && !FileManager.default.fileExists(atPath: workplace.file("out").path))
  }

  /// A rate of return that exists in some replications, and a number that is not known in others.
  private static let rates = Examples.trial(
    named: "Rates",
    #"[.init("irr", value > 0.5 ? value : nil, unit: .perYear, absence: .doesNotExist), .init("secret", value > 0.5 ? value : nil), .init("npv", value - 0.5, unit: "USD")]"#
  )

  @Test func `no command takes a rate of return that does not exist for a large one`() async throws {
    try workplace.write(Self.rates, to: "Rates.swift")
    func output(_ arguments: [String], status: Int32 = 0) async throws -> String {
      let outcome = try await payoff(arguments)
      #expect(outcome.status == status, "\(arguments) \(outcome.error)")
      return outcome.output + outcome.error
    }
    _ = try await output(["run", "Rates.swift", "-r", "400", "-o", "rates"])
    let summary = try Table(try workplace.contents(of: "rates"), "summary.csv")
    let rows = try Table(try workplace.contents(of: "rates"), "replications.csv")["irr"].compactMap(Double.init)
    // Quantiles of the values there are, and of what is not known none.
    #expect(try summary.number("irr", "p05") > 0.5 && summary.number("irr", "max") <= 1)
    #expect(try summary.row("irr")["absence"] == "does not exist" && summary.row("secret")["absence"] == "unknown")
    #expect(try summary.row("secret")["p50"]?.isEmpty == true)
    let above = Double(rows.count { $0 > 0.75 }) / 400
    _ = try await output([
      "sweep", "Rates.swift", "--vary", "value=0.2..0.8:0.2", "--measure", "irr>0.75", "-r", "20", "-o", "sweep",
    ])
    let points = try Table(try workplace.contents(of: "sweep"), "sweep.csv")
    let held = points.rows.filter { $0.contains("irr>0.75") }
    #expect(!held.isEmpty)
    let stopped = try await output(
      ["run", "Rates.swift", "-r", "400", "--precision", "P(irr>0.75)=20%", "-o", "stopped"])
    #expect(stopped.contains("P(irr>0.75) is \(String(format: "%.3f", above))"), "\(stopped) \(above)")
    let refused = try await output(
      ["run", "Rates.swift", "-r", "400", "--precision", "P(secret>0.75)=20%", "-o", "refused"], status: 65)
    #expect(refused.contains("secret has no value in"), "\(refused)")
    _ = try await output(["run", "Rates.swift", "-r", "400", "--set", "value=uniform(0, 0.9)", "-o", "lower"])
    _ = try await output(["compare", "rates", "lower", "--measure", "irr", "-o", "compared"])
    let options = try Table(try workplace.contents(of: "compared"), "options.csv")
    let irr = options.rows.filter { $0[1] == "irr" }
    #expect(irr.count == 2 && irr.allSatisfy { $0[options.header.firstIndex(of: "absence") ?? 0] == "does not exist" })
    #expect(irr.allSatisfy { (Double($0[options.header.firstIndex(of: "p50") ?? 0]) ?? 0) > 0.5 })
  }

  @Test func `runs that are no pairs are refused with what differs`() async throws {
    for (name, arguments) in [("a", ["-r", "50"]), ("b", ["-r", "50", "--seed", "2"]), ("c", ["-r", "60"])] {
      #expect(try await payoff(["run", "Stake.swift", "-o", name] + arguments).status == 0)
    }
    #expect(try await payoff(["compare", "Stake.swift", "-r", "50", "-o", "d"]).status == 0)
    for (runs, status, problem) in [
      (["a", "b"], Int32(64), "their seed differs (1 and 2)"), (["a", "c"], 64, "number of replications differs"),
      (["a", "nowhere"], 65, "there is no such directory"), (["a", "d"], 65, "has no replications.csv"),
    ] {
      let outcome = try await payoff(["compare"] + runs + ["-o", "out"])
      #expect(outcome.status == status && outcome.error.contains(problem), "\(outcome.error)")
      #expect(!workplace.names().contains("out"))
    }
  }

  @Test func `runs that drew from different versions of the random streams are no pairs`() async throws {
    for name in ["a", "b"] { #expect(try await payoff(["run", "Stake.swift", "-r", "50", "-o", name]).status == 0) }
    let package = try workplace.text(of: "b/datapackage.json")
    #expect(package.contains("\"philox4x32-10/2\""))
    try workplace.write(package.replacing("philox4x32-10/2", with: "philox4x32-10/1"), to: "b/datapackage.json")
    let outcome = try await payoff(["compare", "a", "b", "-o", "out"])
    #expect(outcome.status == 64, "\(outcome.error)")
    #expect(
      outcome.error.contains("their version of the random streams differs (philox4x32-10/2 and philox4x32-10/1)"),
      "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test(arguments: [["-r", "50"], ["--set", "scale=2"], ["--choice", "size"], ["--threads", "1"]])
  func `options of an experiment mean nothing to two runs, and are rejected before they are read`(
    _ options: [String]
  ) async throws {
    let outcome = try await payoff(["compare", "a", "b"] + options)
    #expect(outcome.status == 64 && outcome.error.contains("it needs an experiment"), "\(outcome.error)")
  }

  @Test func `a run whose file was changed is noticed`() async throws {
    for name in ["a", "b"] { #expect(try await payoff(["run", "Stake.swift", "-r", "50", "-o", name]).status == 0) }
    let rows = try workplace.text(of: "b/replications.csv").split(separator: "\r\n").dropLast()
    try workplace.write(rows.joined(separator: "\r\n") + "\r\n", to: "b/replications.csv")
    let outcome = try await payoff(["compare", "a", "b"])
    #expect(outcome.status == 65 && outcome.error.contains("has 49 rows where the run had 50"), "\(outcome.error)")
  }

  @Test(arguments: [
    (["--choice", "sise"], "did you mean size?"), (["--measure", "nvp"], "did you mean npv?"),
    (["--choice", "size", "--set", "size=small"], "set with --set too"), (["--measure", "npv>x"], "not a number"),
  ])
  func `what cannot be compared is refused`(arguments: [String], problem: String) async throws {
    let outcome = try await payoff(["compare", "Stake.swift", "-o", "out"] + arguments)
    #expect(outcome.status == 64 && outcome.error.contains(problem), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `the same bytes on any number of threads`() async throws {
    for threads in ["1", "3"] {
      let outcome = try await payoff(
        ["compare", "Stake.swift", "-r", "90", "--measure", "noise", "--threads", threads, "-o", threads])
      #expect(outcome.status == 0)
    }
    #expect(try workplace.contents(of: "1") == workplace.contents(of: "3"))
  }
}

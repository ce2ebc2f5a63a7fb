import Foundation
import Testing

/// Command lines that cannot be meant: exit code 64, what is wrong, and what to write instead.
@Suite struct WrongUsageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    /// Texts that the message must have: the thing, the value, what was expected, the remedy.
    let message: [String]

    init(_ arguments: [String], _ message: String...) {
      self.arguments = arguments
      self.message = message
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Case(["rnu"], "rnu", "did you mean payoff run?"),
    Case(["frobnicate"], "frobnicate", "list", "describe", "run", "new"),
    Case(["run"], "Missing expected argument '<experiment>'"),
    Case(["run", "CustomerServic"], "\"CustomerServic\"", "did you mean CustomerService?"),
    Case(["describe", "recordedhour"], "\"recordedhour\"", "did you mean RecordedHour?"),
    Case(["run", "Quark"], "\"Quark\"", "HelpDesk, InflectionPoint, MedicalCorpus", "given by its path"),
    Case(["run", "CustomerService", "--replicatons", "3"], "'--replicatons'", "Did you mean '--replications'?"),
    Case(["run", "CustomerService", "--replications", "0"], "'0'", "--replications", "whole number from 1 to"),
    Case(["run", "CustomerService", "--replications", "-1"], "'-1'", "--replications", "whole number from 1 to"),
    Case(["run", "CustomerService", "--replications", "ten"], "'ten'", "--replications", "whole number from 1 to"),
    Case(["run", "CustomerService", "--threads", "0"], "'0'", "--threads", "from 1 to 1024"),
    Case(["run", "CustomerService", "--threads", "-2"], "'-2'", "--threads", "from 1 to 1024"),
    Case(["run", "CustomerService", "--seed", "-1"], "'-1'", "--seed", "whole number from 0 to"),
    Case(["run", "CustomerService", "--seed", "1.5"], "'1.5'", "--seed", "whole number from 0 to"),
    Case(["run", "CustomerService", "--seed", "99999999999999999999"], "--seed", "to 18446744073709551615"),
    Case(["run", "CustomerService", "--set", "priceFall"], "--set priceFall", "name=value", "priceFall=0.4"),
    Case(["run", "CustomerService", "--set", "priceFall="], "--set priceFall=", "no value"),
    Case(["run", "CustomerService", "--set", "=3"], "--set =3", "name=value"),
    Case(["run", "CustomerService", "--set", "rent=9", "--set", "rent=8"], "rent=8", "set twice"),
    Case(["run", "CustomerService", "--out", ""], "--out", "name of a folder"),
    Case(["list", "extra"], "'extra'"),
    Case(["evidence", "--replications", "9"], "--replications", "it needs an experiment"),
    Case(["evidence", "TrainingRun", "--from", "runs/a"], "--from", "it cannot be combined with an experiment"),
    Case(["compare", "a", "b", "c"], "it takes one experiment or two runs, not 3"),
    Case(["sensitivity"], "needs an experiment, or the files of a design with --from"),
    Case(["seek", "CustomerService"], "one of --target, --maximise and --minimise"),
    Case(["new", "my kiosk.swift"], "my kiosk.swift", "capital letter", "how about MyKiosk?"),
    Case(["new", "Fleet"], "Fleet", "word of the experiment language", "FleetQuestion"),
    Case(["new", "Kiosk", "--out", "Kiosk.txt"], "Kiosk.txt", ".swift"),
  ])
  func `a command line that cannot be meant is refused with what was expected`(_ wrong: Case) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(wrong.arguments, in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.hasPrefix("Error: "))
    for text in wrong.message { #expect(outcome.error.contains(text)) }
    #expect(workplace.names().isEmpty, "nothing is written")
  }

  @Test(arguments: ["report", "notebook", "chart"])
  func `a place without a name is wrong usage`(_ command: String) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run([command, "runs/mine", "--out", ""], in: workplace)
    #expect(outcome.status == 64 && outcome.error.hasPrefix("Error: --out \"\": expected the name of a"))
  }

  @Test(arguments: [
    Case(["run", "New.swift", "--set", "x"], "--set x", "name=value"),
    Case(["run", "New.swift", "--sampling", "lhz"], "did you mean lhs?"),
    Case(["decide", "New.swift", "-r", "3"], "a decision needs 50 or more"),
    Case(["wait", "New.swift", "-r", "3"], "50 or more"), Case(["discover", "New.swift", "-r", "3"], "100 or more"),
    Case(["sensitivity", "New.swift", "--method", "sobl"], "did you mean sobol?"),
    Case(["seek", "New.swift", "--target", "mean(npv)=0"], "it needs --bounds"),
    Case(["sweep", "New.swift"], "--vary"), Case(["run", "New.swift", "--nonsense"], "--nonsense"),
  ])
  func `options are checked before an experiment is compiled`(_ wrong: Case) async throws {
    let workplace = try Workplace()
    // It does not compile: whoever complains of the options has not tried.
    try workplace.write(Examples.trial().replacing("value", with: "valeu + "), to: "New.swift")
    let outcome = try await CommandLineTool.run(wrong.arguments, in: workplace)
    #expect(outcome.status == 64)
    for text in wrong.message { #expect(outcome.error.contains(text), "\(outcome.error)") }
    #expect(!outcome.error.contains("does not compile"))
  }

  @Test(arguments: [
    Case(["priceFal=0.3"], "priceFal=0.3", "did you mean priceFall?"),
    Case(["quark=0.3"], "\"quark\"", "requestsPerDay, rent, priceFall", "scaling"),
    Case(["scaling=hurly"], "scaling=hurly", "around-the-clock, hourly", "did you mean hourly?"),
    Case(["rent=10 EUR/GPU-hour"], "EUR/GPU-hour", "USD/GPU-hour", "no exchange rate between EUR and USD"),
    Case(["sales=5e9 CNY/order"], "the unit is CNY/order", "CNY/year", "leave the unit out"),
    Case(["resolved=3 requests"], "the unit is requests", "write a plain number"),
    Case(["rent=abc"], "rent=abc", "neither a number nor a distribution"),
    Case(["rent=0,4"], "rent=0,4", "point", "0.4"),
    Case(["requestsPerDay=8,00,000"], "8,00,000", "commas between thousands only", "8M"),
    Case(
      ["hoursBetweenFailures=40.000"], "40.000 is far below", "write 40,000 or 40000 if that is meant, and 40 if not"),
    Case(
      ["hoursBetweenFailures=51.525 to 62.500"], "51.525 is far below", "write 51,525 or 51525", "and 51.5250 if not"),
    Case(["hoursBetweenFailures=1-2"], "a range is no value", "write 1 to 2"),
    Case(["requestsPerDay=8M – 14M"], "write 8M to 14M"),
    Case(["requestsPerDay=8.000.000"], "8.000.000", "commas between thousands only", "8M"),
    Case(["rent=nan"], "rent=nan", "finite"),
    Case(["rent=1e999"], "rent=1e999", "finite"),
    Case(["priceFall=uniform(0.5, 0.3)"], "low end 0.5", "high end 0.3", "swap them: uniform(0.3, 0.5)"),
    Case(["priceFall=unform(0.3, 0.5)"], "unform", "did you mean uniform"),
    Case(["resolved=uniform(10, 30) %"], "uniform(10, 30) %", "unit of the input", "fractions"),
    Case(["rent=-5"], "at least 0"), Case(["resolved=7"], "from 0 to 1", "this would be 7"),
    Case(["turns=0"], "from 1 to 1000 requests", "this would be 0"),
    Case(["reachedToday=uniform(0.5, 1.2)"], "from 0 to 1", "this would be 1.2"),
    Case(["discountRate=-2"], "from 0 to 1 1/year", "this would be -2"),
    Case(["discountRate=10"], "10 % is written 10% or 0.1"), Case(["priceFall=1.5"], "1.5 % is written 1.5% or 0.015"),
    Case(["tokenGrowth=20"], "from -0.5 to 1 1/year", "20 % is written 20% or 0.2"),
    Case(["slowness=0"], "from 0.01 to 100"), Case(["requestsPerDay=-1"], "at least 0 requests/day"),
  ])
  func `a value that cannot be set is refused with the nearest that can`(_ wrong: Case) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(
      ["run", "CustomerService", "--replications", "3"] + wrong.arguments.flatMap { ["--set", $0] }, in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.hasPrefix("Error: --set \(wrong.arguments[0]): "))
    for text in wrong.message { #expect(outcome.error.contains(text)) }
    #expect(workplace.names().isEmpty, "nothing is written")
  }

  @Test(arguments: [
    Case(["priceFall=1"], "CustomerService.swift:", "falling: 1", "below 1", "0.30"),
    Case(["yuanPerDollar=0"], "CustomerService.swift:", "ExchangeRate", "above 0"),
  ])
  func `a value out of range is refused at the line that uses it`(_ wrong: Case) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(
      ["run", "CustomerService", "--replications", "3", "--seed", "7"] + wrong.arguments.flatMap { ["--set", $0] },
      in: workplace)
    #expect(outcome.status == 65)
    for text in wrong.message { #expect(outcome.error.contains(text)) }
    #expect(outcome.error.contains("--seed 7 --replications 1 reproduces it"))
    #expect(workplace.names().isEmpty, "nothing is written")
  }

  @Test(arguments: [
    "priceFall=40 %/year", "priceFall=0.4 1/year", "resolved=20 %", "requestsPerDay=5e6 to 8e6",
    "requestsPerDay=5e6 to 8e6 requests/day", "team=50e6 CNY/year", "rent=triangular(8, 10, 12) USD/GPU-hour",
    "scaling=hourly", "uplift=0",
  ])
  func `a value with its unit, a distribution and an option can be set`(_ value: String) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(
      ["run", "CustomerService", "-r", "2", "--out", "run", "--set", value], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.isEmpty, "nothing is said on standard error where that is no terminal")
    #expect(try workplace.text(of: "run/inputs.csv").contains(",true\r\n"))
  }

  /// The package for Python says the same: `python/tests/test_cluster.py`.
  @Test(arguments: [
    ("", "expected tcp://HOST:8786, as the scheduler prints it, or local for the cores of this machine"),
    ("--json", "expected tcp://HOST:8786"), ("tcp://127.0.0.1:99999", "a port is a number from 1 to 65535"),
    ("tcp://127.0.0.1:0", "a port is a number from 1 to 65535"),
    ("tcp://127.0.0.1:abc", "a port is a number from 1 to 65535"),
    ("tcp://127.0.0.1:", "a port is a number from 1 to 65535"), ("local:4", "local takes no number"),
    ("LOCAL", "write it as local"), ("localhost", "the port is missing"), ("tcp://scheduler", "the port is missing"),
    ("tcp://[::1]", "the port is missing"), ("tcp://:8786", "HOST is a name or a number"),
    ("inproc://10.0.0.1/7/1", "inproc:// is not supported"), ("tls://scheduler:8786", "tls:// is not supported"),
    ("ucx://scheduler:8786", "ucx:// is not supported"), ("nonsense://x", "nonsense:// is not supported"),
  ])
  func `what is no address of a scheduler is refused before anything is started`(_ address: String, _ problem: String)
    async throws
  {
    let workplace = try Workplace()
    for words in [["--on", address], ["--on=\(address)"]] {
      let outcome = try await CommandLineTool.run(
        ["run", "CustomerService"] + words, in: workplace, environment: ["PAYOFF_PYTHON": "/nowhere"])
      #expect(outcome.status == 64, "\(outcome.error)")
      #expect(outcome.error.hasPrefix("Error: --on \"\(address)\": \(problem)"), "\(outcome.error)")
    }
  }

  @Test(arguments: ["\u{1B}[31mx", "tcp://a\nb:1", "tcp://a\u{9B}b:1"])
  func `of a wrong address a terminal obeys nothing`(_ address: String) async throws {
    let outcome = try await CommandLineTool.run(["run", "CustomerService", "--on", address], in: Workplace())
    #expect(outcome.status == 64)
    #expect(outcome.error.unicodeScalars.dropLast().allSatisfy { $0.properties.generalCategory != .control })
  }

  @Test(arguments: ["local", "tcp://scheduler:8786", "10.0.0.7:1", "tcp://[fe80::1]:65535"])
  func `an address of a scheduler is taken`(_ address: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["run", "CustomerService", "--on", address], in: Workplace(), environment: ["PAYOFF_PYTHON": "/nowhere"])
    #expect(outcome.status == 69 && outcome.error.contains("/nowhere: cannot be started"), "\(outcome.error)")
  }
}

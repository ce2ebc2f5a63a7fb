import Foundation
import Testing

/// What somebody does first: look at what there is, and begin something.
@Suite struct FirstStepsTests {
  @Test func `help is there on every level`() async throws {
    let workplace = try Workplace()
    for arguments in [[], ["list"], ["describe"], ["run"], ["new"]] {
      let outcome = try await CommandLineTool.run(arguments + ["--help"], in: workplace)
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("OVERVIEW: "))
      #expect(outcome.error.isEmpty)
    }
  }

  @Test func `list prints each experiment with its question, from anywhere`() async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(["list"], in: workplace)
    #expect(outcome.status == 0)
    let folder = CommandLineTool.project.appendingPathComponent("experiments").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 2 * files.count)
    for file in files {
      let index = try #require(lines.firstIndex(of: String(file.dropLast(6))))
      #expect(lines[index + 1].hasSuffix("?"))
    }
  }

  @Test func `describe shows unit, distribution and source, choices, settings, measures and checks`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
    let outcome = try await CommandLineTool.run(["describe", "Desk.swift"], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
    for text in [
      "Desk: Does a desk that answers letters pay off?", "letters = 500 to 2000 requests/day",
      "[measured: the \"big\" count, Zürich]", "costOfLetter = 3 USD/conversation",
      "scaling: around-the-clock (unless set), hourly", "label = \"none\"", "inflection_month",
      "GPUs, by hand: 2.00 GPUs by hand",
    ] { #expect(outcome.output.contains(text), "\(text)") }
    #expect(workplace.names() == ["Desk.swift"], "nothing is written")
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 140 })
  }

  @Test func `a new experiment compiles, runs, and answers with a distribution`() async throws {
    let workplace = try Workplace()
    let written = try await CommandLineTool.run(["new", "Kiosk"], in: workplace)
    #expect(written.status == 0)
    #expect(written.output == "Wrote Kiosk.swift. Run it with: payoff run Kiosk.swift\n")
    let run = try await CommandLineTool.run(["run", "Kiosk.swift", "-r", "50"], in: workplace)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.isEmpty, "the compiler has nothing to say")
    let answer = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains("Its net present value is") && answer.contains("in eight of ten"), "\(run.output)")

    let source = try workplace.text(of: "Kiosk.swift")
    let again = try await CommandLineTool.run(["new", "Kiosk"], in: workplace)
    #expect(again.status == 74)
    #expect(again.error == "Error: Kiosk.swift: already exists and was not changed; use --force to replace it\n")
    try workplace.write("mine", to: "Kiosk.swift")
    let replaced = try await CommandLineTool.run(["new", "Kiosk", "--force"], in: workplace)
    #expect(replaced.status == 0, "\(replaced.error)")
    #expect(try workplace.text(of: "Kiosk.swift").contains("struct Kiosk: Experiment"))
    #expect(try workplace.text(of: "Kiosk.swift") == source)
  }

  @Test func `a new process model compiles without a word, and agrees with Erlang A`() async throws {
    let workplace = try Workplace()
    #expect(try await CommandLineTool.run(["new", "Kiosk", "--process"], in: workplace).status == 0)
    let run = try await CommandLineTool.run(["run", "Kiosk.swift", "-r", "100", "-o", "out"], in: workplace)
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let files = try workplace.contents(of: "out")
    // Thirty thousand minutes of some thirty thousand callers: the mean of a hundred replications is within one per cent.
    let summary = try Table(files, "summary.csv")
    let ratio = try summary.number("wait_over_erlang_a", "mean")
    #expect(abs(ratio - 1) < 0.02, "\(ratio)")
    #expect(try Table(files, "checks.csv").rows.count == 1)
    // Those who hang up wait too.
    #expect(try summary.number("wait_all", "mean") != summary.number("wait_answered", "mean"))
    #expect(String(decoding: try #require(files["datapackage.json"]), as: UTF8.self).contains("share of all callers"))
  }

  @Test func `a new experiment goes to the folder of experiments, and is found there by its name`() async throws {
    let workplace = try Workplace()
    try workplace.makeFolder("experiments")
    try workplace.makeFolder("notes")
    let nothing = try await CommandLineTool.run(["list"], in: workplace)
    #expect(nothing.error.contains("has no Swift file; create one with: payoff new MyQuestion"))
    let written = try await CommandLineTool.run(["new", "Kiosk"], in: workplace, folder: "notes")
    #expect(written.status == 0, "\(written.error)")
    #expect(written.output.hasSuffix("Run it with: payoff run Kiosk\n"))
    #expect(workplace.names(in: "experiments") == ["Kiosk.swift"])
    let described = try await CommandLineTool.run(["describe", "Kiosk"], in: workplace, folder: "notes")
    #expect(described.status == 0, "\(described.error)")
    let listed = try await CommandLineTool.run(["list"], in: workplace)
    #expect(listed.output == "Kiosk\n    When does a model that answers our mail pay off?\n")
  }

  @Test(arguments: ["kiosk", "My Kiosk", "Straße", "9Lives", "", "../Kiosk", "Kiosk.swift", "Rent", "Double", "Payoff"])
  func `a name that is no Swift type of one's own is refused`(_ name: String) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(["new", name], in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.hasPrefix("Error: \"\(name)\": "))
    #expect(workplace.names().isEmpty)
  }

  @Test func `a new experiment that cannot be written says why`() async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(["new", "Kiosk", "-o", "no/such/Kiosk.swift"], in: workplace)
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("no/such/Kiosk.swift: cannot be written: No such file or directory"))
  }
}

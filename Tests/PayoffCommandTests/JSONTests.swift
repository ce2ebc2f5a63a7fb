import Foundation
import Testing

/// What commands print for programs: JSON alone, of one shape.
@Suite struct JSONTests {
  /// A directory of results, and one in which a file was changed and another put.
  private static let made = Task {
    let workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
    let outcome = try await CommandLineTool.run(["run", "Stake.swift", "-r", "30", "-o", "run"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    try FileManager.default.copyItem(at: workplace.file("run"), to: workplace.file("changed"))
    var summary = try Data(contentsOf: workplace.file("changed/summary.csv"))
    summary[summary.count - 3] ^= 1
    try workplace.write(summary, to: "changed/summary.csv")
    try workplace.write("mine", to: "changed/notes.txt")
    return workplace
  }

  private func value(_ arguments: [String], status: Int32 = 0) async throws -> Any {
    let outcome = try await CommandLineTool.run(arguments, in: try await Self.made.value)
    #expect(outcome.status == status, "\(arguments): \(outcome.error)")
    return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
  }

  private func object(_ arguments: [String]) async throws -> [String: Any] {
    try #require(try await value(arguments) as? [String: Any])
  }

  private func objects(_ arguments: [String], status: Int32 = 0) async throws -> [[String: Any]] {
    try #require(try await value(arguments, status: status) as? [[String: Any]])
  }

  /// What a command says of what it made.
  private func files(_ made: [String: Any], by command: String) async throws -> [String] {
    #expect(made["payoff"] is String && made["command"] as? String == command)
    #expect(made["warnings"] as? [String] == [])
    let files = try #require(made["files"] as? [String])
    let workplace = try await Self.made.value
    for file in files { #expect(FileManager.default.fileExists(atPath: workplace.file(file).path), "\(file)") }
    return files
  }

  @Test func `every command has --json, but the server`() async throws {
    let workplace = try await Self.made.value
    let help = try await CommandLineTool.run(["--help"], in: workplace).output
    let list = try #require(help.components(separatedBy: "SUBCOMMANDS:").last)
    let names = list.matches(of: #/(?m)^  ([a-z]+) /#).map { String($0.1) }.filter { $0 != "help" }
    #expect(names.count > 20)
    for name in names {
      let own = try await CommandLineTool.run([name, "--help"], in: workplace).output
      #expect(own.contains("--json") == (name != "serve"), "\(name)")
    }
  }

  @Test func `results name their tables and their other files`() async throws {
    let run = try await object(["run", "Stake.swift", "-r", "20", "--json", "-o", "printed"])
    let workplace = try await Self.made.value
    let files = try #require(run["files"] as? [String])
    let documents = try #require(run["documents"] as? [String])
    let charts = try #require(run["charts"] as? [String])
    #expect(documents == ["experiment.swift", "datapackage.json"])
    let all =
      workplace.names(in: "printed").filter { $0 != "charts" }
      + workplace.names(in: "printed/charts").map { "charts/\($0)" }
    #expect((files + documents + charts).sorted() == all.sorted())
  }

  @Test func `experiments are listed with their questions and files`() async throws {
    let experiments = try await objects(["list", "--json"])
    let found = try #require(experiments.first { $0["name"] as? String == "CustomerService" })
    #expect((found["question"] as? String)?.hasSuffix("?") == true)
    #expect(FileManager.default.fileExists(atPath: try #require(found["file"] as? String)))
    let text = try await CommandLineTool.run(["list"], in: try await Self.made.value).output
    let names = text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map(String.init)
    #expect(experiments.compactMap { $0["name"] as? String } == names)
  }

  private static func texts(_ row: [String: Any]) -> [String: String?] { row.mapValues { $0 as? String } }

  @Test func `a sheet of inputs is the rows of its file, whatever the file separates them by`() async throws {
    let printed = try await object(["inputs", "Stake.swift", "--json"])
    let stated = try await files(printed, by: "inputs")
    #expect(stated == [])
    #expect(printed["experiment"] as? String == "Stake" && printed["question"] as? String == "Is the stake worth it?")
    let tables = try #require(printed["tables"] as? [String: Any])
    let rows = try #require(tables["inputs"] as? [[String: Any]])
    #expect(rows.map { $0["name"] as? String } == ["experiment", "market", "luck", "idle", "scale", "size"])
    #expect(rows.map { $0["value"] as? String } == rows.map { $0["default"] as? String })
    #expect(rows[3]["value"] as? String == "uniform(0, 1)" && rows[3]["low"] is NSNull)
    for (name, options) in [("sheet", []), ("german", ["--semicolons"])] as [(String, [String])] {
      let written = try await object(["inputs", "Stake.swift", "--out", "\(name).csv", "--json"] + options)
      let sheets = try await files(written, by: "inputs")
      #expect(sheets == ["\(name).csv"])
      let again = try #require((written["tables"] as? [String: Any])?["inputs"] as? [[String: Any]])
      #expect(again.map(Self.texts) == rows.map(Self.texts))
    }
  }

  @Test func `verification tells of each directory what differs, with the exit code of the text`() async throws {
    let found = try await objects(["verify", "run", "changed", "--json"], status: 65)
    #expect(found.map { $0["directory"] as? String } == ["run", "changed"])
    #expect(found.map { $0["verified"] as? Bool } == [true, false])
    #expect(found.map { ($0["differences"] as? [Any])?.count } == [0, 1])
    #expect(
      found[1]["differences"] as? [[String: String]]
        == [["file": "summary.csv", "problem": "has the same size but different content"]])
    #expect(found.map { $0["unnamed"] as? [String] } == [[], ["notes.txt"]])
    let counts = found.compactMap { $0["unchanged"] as? Int }
    #expect(counts.count == 2 && counts[0] == counts[1] + 1)
    _ = try await objects(["verify", "run", "--json"])
  }

  @Test func `an experiment and a notebook are named by their files`() async throws {
    let new = try await object(["new", "MyDesk", "--out", "MyDesk.swift", "--json"])
    let newFiles = try await files(new, by: "new")
    #expect(newFiles == ["MyDesk.swift"])
    #expect(new["experiment"] as? String == "MyDesk")
    let notebook = try await object(["notebook", "run", "--no-execute", "--out", "own.ipynb", "--json"])
    let notebooks = try await files(notebook, by: "notebook")
    #expect(notebooks == ["own.ipynb"])
    #expect(notebook["directories"] as? [String] == ["run"])
    let warned = try await object(["notebook", "changed", "--no-execute", "--out", "warned.ipynb", "--json"])
    let warnings = try #require(warned["warnings"] as? [String])
    #expect(warnings.count == 1 && warnings[0].hasPrefix("changed: ") && warnings[0].contains("summary.csv"))
  }

  @Test(
    .enabled(
      if: Companions.python(with: "charts") != nil, "vl-convert is not installed: scripts/setup-python charts"))
  func `a page and pictures are named by their files`() async throws {
    let page = try await object(["report", "run", "--out", "page.html", "--json"])
    let pages = try await files(page, by: "report")
    #expect(pages == ["page.html"])
    #expect(page["directories"] as? [String] == ["run"])
    let drawn = try await object(["chart", "run", "--out", "pictures", "--json"])
    let pictures = try #require(drawn["pictures"] as? [[String: String]])
    let drawings = try await files(drawn, by: "chart")
    #expect(drawings == pictures.compactMap { $0["file"] })
    #expect(!pictures.isEmpty && pictures.allSatisfy { $0["file"] == "pictures/\($0["name"] ?? "").svg" })
    #expect(pictures.allSatisfy { $0["title"]?.isEmpty == false && $0["caption"]?.isEmpty == false })
  }

  @Test func `the figures of the case are listed with what speaks against them`() async throws {
    let facts = try await objects(["evidence", "--json"])
    #expect(facts.count == 19 && facts[0]["id"] as? String == "F1")
    let third = try #require(facts.first { $0["id"] as? String == "F3" })
    #expect(third["agreement"] as? String == "contradicts" && (third["reason"] as? String)?.isEmpty == false)
    let agreeing = facts.filter { $0["agreement"] as? String == "agrees" }
    #expect(!agreeing.isEmpty && agreeing.allSatisfy { $0["reason"] is NSNull })
  }

  /// The file and JSON would stand in one stream.
  @Test(arguments: [
    ["notebook", "run", "--no-execute", "--out", "/dev/stdout"], ["report", "run", "--out", "/dev/stdout"],
    ["inputs", "Stake.swift", "--out", "/dev/stdout"], ["evidence", "--from", "run"],
  ])
  func `JSON is refused where something else goes to the standard output`(_ arguments: [String]) async throws {
    let outcome = try await CommandLineTool.run(arguments + ["--json"], in: try await Self.made.value)
    #expect(outcome.status == 64 && outcome.error.hasPrefix("Error: --json: "), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }
}

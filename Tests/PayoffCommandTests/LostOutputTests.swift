import Foundation
import Testing

/// What is printed and written is there, or the exit code says that it is not.
@Suite struct `Output that is lost` {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private static let commands: [[String]] = [
    ["--version"], ["--help"], ["run", "--help"], ["list"], ["loads"], ["deployments", "--json"],
    ["run", "Stake.swift", "-r", "20", "--force", "-o", "out"],
    ["run", "Stake.swift", "-r", "20", "--json", "--force", "-o", "out"],
    ["describe", "Stake.swift"],
  ]

  @Test(arguments: commands) func `on a full disk is an error`(arguments: [String]) async throws {
    let outcome = try await CommandLineTool.run(arguments, in: workplace, shell: #""$0" "$@" > /dev/full"#)
    #expect(outcome.status == 74, "\(outcome.error)")
    #expect(outcome.error.contains("standard output cannot be written"), "\(outcome.error)")
  }

  @Test(arguments: commands) func `to a reader that left is none`(arguments: [String]) async throws {
    // The reader is gone before anything is written.
    let outcome = try await CommandLineTool.run(
      arguments, in: workplace, shell: #"{ sleep 0.2; "$0" "$@"; echo "code $?" >&2; } | true; wait"#)
    #expect(outcome.error.hasSuffix("code 0\n"), "\(outcome.error)")
  }
}

/// Files that were edited are told by whatever shows them.
@Suite struct `Files that were edited` {
  @Test func `are told by notebooks, and by a comparison`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
    for out in ["run", "other"] {
      let made = try await CommandLineTool.run(["run", "Stake.swift", "-r", "30", "-o", out], in: workplace)
      try #require(made.status == 0, "\(made.error)")
    }
    func outcomes() async throws -> [CommandLineTool.Outcome] {
      var outcomes: [CommandLineTool.Outcome] = []
      for command in [
        ["notebook", "run", "--no-execute", "--out", "n\(UUID().uuidString).ipynb"],
        ["compare", "run", "other", "-o", "compared", "--force"],
      ] { outcomes.append(try await CommandLineTool.run(command, in: workplace)) }
      return outcomes
    }
    for outcome in try await outcomes() {
      #expect(outcome.status == 0 && !outcome.error.contains("Warning"), "\(outcome.error)")
    }
    let file = workplace.file("run/replications.csv")
    var text = try String(contentsOf: file, encoding: .utf8)
    let last = try #require(text.lastIndex(of: "."))
    // A digit more: the value is another one.
    text.insert("1", at: text.index(after: last))
    try text.write(to: file, atomically: true, encoding: .utf8)
    for outcome in try await outcomes() {
      #expect(outcome.status == 0, "\(outcome.error)")
      let error = outcome.error.replacing(/\s+/, with: " ")
      #expect(
        error.contains("Warning: run: Files were changed") && error.contains("replications.csv: has"),
        "\(outcome.error)")
    }
  }

  @Test(
    .enabled(
      if: Companions.python(with: "charts") != nil, "vl-convert is not installed: scripts/setup-python charts"))
  func `are told by the pictures themselves`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
    let made = try await CommandLineTool.run(["run", "Stake.swift", "-r", "30", "-o", "run"], in: workplace)
    try #require(made.status == 0, "\(made.error)")
    func pictures(_ folder: String, _ language: String) async throws -> [String] {
      let outcome = try await CommandLineTool.run(
        ["chart", "run", "--language", language, "--out", folder], in: workplace)
      try #require(outcome.status == 0, "\(outcome.error)")
      return try workplace.names(in: folder).map {
        try String(contentsOf: workplace.file("\(folder)/\($0)"), encoding: .utf8)
      }
    }
    let before = try await pictures("before", "en")
    #expect(!before.isEmpty && !before.contains { $0.contains("Files were changed") })
    let file = workplace.file("run/replications.csv")
    var text = try String(contentsOf: file, encoding: .utf8)
    let last = try #require(text.lastIndex(of: "."))
    text.insert("1", at: text.index(after: last))
    try text.write(to: file, atomically: true, encoding: .utf8)
    let after = try await pictures("after", "en")
    #expect(after.count == before.count && after.allSatisfy { $0.contains("⚠ Files were changed") })
    #expect(try await pictures("chinese", "zh").allSatisfy { $0.contains("⚠ 结果写入后有文件被改动") })
  }
}

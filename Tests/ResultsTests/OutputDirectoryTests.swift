import Experimentation
import Foundation
import Glibc
import Randomness
import SystemPackage
import Testing

@testable import Results

/// What a directory of results leaves when it is written, and when it is written only in part.
@Suite struct OutputDirectoryTests {
  private struct Coin: Experiment {
    static let question = "Heads?"
    @Setting("a file") var trace = "/somewhere/else/trace.csv"
    var scenario: Scenario {
      Trial { streams in [.init("result", streams.stream("coin").uniform())] }
    }
  }

  private let folder = FilePath(NSTemporaryDirectory()).appending("payoff-\(UUID().uuidString)")

  private static let tosses = ResultTable("tosses", title: "The tosses", isLong: true)

  private func names(in place: String = ".") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(place).string)) ?? []).sorted()
  }

  /// Begins a directory, writes in it, and finishes it or not.
  @discardableResult
  private func write(to name: String, finishing: Bool = true) throws -> WrittenResults? {
    let plan = RunPlan(replications: 3, overrides: [try Override("trace=/a/secret/place/my.csv")])
    let experiment = try ResolvedExperiment<Coin>(overrides: plan.overrides)
    let schema = try Replicator(experiment, plan: plan).schema()
    let description = RunDescription(experiment, plan: plan, source: "source", command: "toss")
    let directory = try OutputDirectory(folder.appending(name), replaces: false)
    let tosses = try directory.table(
      Self.tosses, [Column("toss", .integer, "from 0"), Column("result", .number, unit: "1")])
    for toss in 0..<3 { try tosses.write([toss], [0.25 * Double(toss)]) }
    try description.writeInputs(to: directory)
    return finishing ? try description.finish(directory, schema, Presentation()) : nil
  }

  @Test func `a directory that is not finished leaves nothing, not even the folder above`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "a/b", finishing: false)
    #expect(!FileManager.default.fileExists(atPath: folder.string))
  }

  @Test func `a folder above in which another has written stays`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "a/b")
    try write(to: "a/c", finishing: false)
    #expect(names() == ["a"])
    #expect(names(in: "a/b").contains("tosses.csv"))
  }

  @Test func `every file that is begun is named in the description, in the line and in the directory`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let written = try #require(try write(to: "run"))
    let files = ["tosses.csv", "inputs.csv", "experiment.swift", "datapackage.json"]
    #expect(names(in: "run") == files.sorted())
    #expect(written.filesLine == "Files in \(folder)/run: " + files.joined(separator: ", "))
    let read = try RecordedDirectory(folder.appending("run"))
    #expect(read.files.map(\.path) + ["datapackage.json"] == files)
    let tosses = try #require(read.file(Self.tosses))
    #expect(tosses.isLong && tosses.title == "The tosses")
    #expect(tosses.columns.map(\.name) == ["toss", "result"])
    #expect(tosses.columns.map(\.unit) == [nil, "1"])
    #expect(read.streams == Streams.version)
    let results = try read.results(Presentation())
    #expect(Set(results.tables.keys) == ["inputs"], "a long table is not read to be shown")
  }

  @Test func `what a killed program left is removed by the next, and what a running one writes is not`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let stale = folder.appending(".run.partial-\(getpid())")
    try FileManager.default.createDirectory(atPath: stale.string, withIntermediateDirectories: true)
    try Data("old".utf8).write(to: URL(fileURLWithPath: stale.appending("checks.csv").string))
    // Two at once, which in two containers may have the same number.
    let one = try OutputDirectory(folder.appending("run"), replaces: false)
    let other = try OutputDirectory(folder.appending("run"), replaces: false)
    #expect(names().count == 2 && !names().contains(stale.lastComponent?.string ?? ""))
    for (directory, text) in [(one, "one"), (other, "other")] { try directory.write(text, to: "x.json", title: "") }
    try finish(one)
    #expect(throws: OutputError.self) { try finish(other) }
    #expect(try text(of: "run/x.json") == "one")
  }

  private func finish(_ directory: OutputDirectory) throws {
    _ = try directory.finish(
      ResultFacts(command: "toss", experiment: "", question: ""), Provenance("toss"), Presentation())
  }

  private func text(of name: String) throws -> String {
    try String(contentsOfFile: folder.appending(name).string, encoding: .utf8)
  }

  private func put(_ text: String, in name: String) throws {
    let path = folder.appending(name)
    try FileManager.default.createDirectory(
      atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path.string))
  }

  @Test func `replaced results lose what they named, and keep what others put there`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "run")
    let own = names(in: "run")
    let others = [
      "notes.md", "notebook.ipynb", "nested/run/datapackage.json", "charts/mine.svg", "y.json", ".hidden",
    ]
    for name in others { try put(name, in: "run/\(name)") }
    symlink("/etc/hostname", folder.appending("run/link").string)
    let directory = try OutputDirectory(folder.appending("run"), replaces: true)
    try directory.write("new", to: "x.json", title: "")
    try directory.write("new", to: "y.json", title: "")
    #expect(names(in: "run").contains("tosses.csv"), "the old results stay until the new ones are complete")
    try finish(directory)
    #expect(names() == ["run"])
    for name in others where name != "y.json" { #expect(try text(of: "run/\(name)") == name) }
    #expect(try text(of: "run/y.json") == "new" && text(of: "run/y.json.kept") == "y.json")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.appending("run/link").string) == "/etc/hostname")
    for name in own where name != "datapackage.json" { #expect(!names(in: "run").contains(name), "\(name)") }
    #expect(try RecordedDirectory(folder.appending("run")).files.map(\.path) == ["x.json", "y.json"])
  }

  @Test(arguments: ["inputs.csv", "tosses.csv", "experiment.swift", "datapackage.json"])
  func `results of which a file is not as it was written are not replaced`(_ name: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "run")
    let edited = try self.text(of: "run/\(name)").replacing("Heads?", with: "Tails?") + "\n"
    try put(edited, in: "run/\(name)")
    #expect {
      try OutputDirectory.checkVacancy(of: folder.appending("run"), replaces: true)
    } throws: {
      "\($0)".hasPrefix("\(folder)/run/\(name): ") && "\($0)".contains("so it is not replaced even with --force")
    }
    // It may as well be edited while the new results are computed.
    do {
      let directory = try OutputDirectory(folder.appending("run"), replaces: true)
      #expect(throws: OutputError.self) { try finish(directory) }
    }
    #expect(names() == ["run"] && names(in: "run").contains("tosses.csv"))
    #expect(try self.text(of: "run/\(name)") == edited)
    guard name != "datapackage.json" else { return }
    unlink(folder.appending("run/\(name)").string)
    let directory = try OutputDirectory(folder.appending("run"), replaces: true)
    #expect(throws: Never.self, "what is missing is no loss") { try finish(directory) }
  }

  @Test func `links are followed to their folder, and refused where they lead nowhere`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try put("", in: "elsewhere/empty/x")
    unlink(folder.appending("elsewhere/empty/x").string)
    symlink("elsewhere/empty", folder.appending("link").string)
    symlink("nowhere", folder.appending("dangling").string)
    let directory = try OutputDirectory(folder.appending("link"), replaces: true)
    try directory.write("new", to: "x.json", title: "")
    try finish(directory)
    #expect(try text(of: "elsewhere/empty/x.json") == "new")
    #expect(names(in: "elsewhere") == ["empty"])
    do {
      _ = try OutputDirectory(folder.appending("dangling"), replaces: true)
      Issue.record("a link that leads nowhere is refused before anything is computed")
    } catch {
      #expect(error.problem == "is a link that leads nowhere")
    }
  }

  @Test func `what is removed after a crash is all that was begun, and nothing else`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let place = folder.appending("a/run")
    // In a process of its own, for what is noted there is noted once a process.
    await #expect(processExitsWith: .exitCode(3)) { [path = place.string as String] in
      let directory = try OutputDirectory(FilePath(path), replaces: false)
      let table = try directory.table(ResultTable("t", title: ""), [Column("a", .number)])
      try table.write([1.0])
      try directory.write("{}", to: "a.json", title: "")
      UnfinishedFiles.remove()
      _exit(3)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.string), "nothing is left, not even the folders above")
  }

  @Test func `a place that is taken while results are computed is not overwritten`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let place = folder.appending("run")
    do {
      let directory = try OutputDirectory(place, replaces: false)
      try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: true)
      try Data("theirs".utf8).write(to: URL(fileURLWithPath: place.appending("summary.csv").string))
      #expect(throws: OutputError.self) {
        _ = try directory.finish(
          ResultFacts(command: "toss", experiment: "", question: ""), Provenance("toss"), Presentation())
      }
    }
    #expect(names() == ["run"])
    #expect(try String(contentsOfFile: place.appending("summary.csv").string, encoding: .utf8) == "theirs")
  }

  @Test func `the path of a setting is not kept, its file's name is`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "run")
    for file in ["datapackage.json", "inputs.csv"] {
      let text = try String(contentsOfFile: folder.appending("run/\(file)").string, encoding: .utf8)
      #expect(text.contains("my.csv"))
      #expect(!text.contains("secret"))
    }
  }
}

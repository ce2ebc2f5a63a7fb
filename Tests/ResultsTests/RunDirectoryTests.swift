import Experimentation
import Foundation
import Glibc
import Randomness
import SystemPackage
import Testing

@testable import Results

/// What a run directory leaves when it is written only in part.
@Suite struct RunDirectoryTests {
  private struct Coin: Experiment {
    static let question = "Heads?"
    @Setting("a file") var trace = "/somewhere/else/trace.csv"
    var scenario: Scenario {
      Trial { streams in [.init("result", streams.stream("coin").uniform())] }
    }
  }

  private let folder = FilePath(NSTemporaryDirectory()).appending("payoff-\(UUID().uuidString)")

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
  }

  /// Begins a run, writes its rows, and finishes it or not.
  private func write(to name: String, replaces: Bool = false, finishing: Bool = true) throws {
    let plan = RunPlan(replications: 3, overrides: [try Override("trace=/a/secret/place/my.csv")])
    let experiment = try ResolvedExperiment<Coin>(overrides: plan.overrides)
    let replicator = try Replicator(experiment, plan: plan)
    let schema = try replicator.schema()
    let directory = try RunDirectory(
      folder.appending(name), replaces: replaces, RunDescription(experiment, plan: plan, source: "source"), schema)
    var summary = RunSummary(schema)
    try replicator.run(schema) { records in
      try directory.append(records)
      for record in records { summary.add(record) }
    }
    if finishing { _ = try directory.finish(summary) }
  }

  @Test func `a run that is not finished leaves nothing, not even the folder above`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "a/b", finishing: false)
    #expect(!FileManager.default.fileExists(atPath: folder.string))
  }

  @Test func `a folder above in which another has written stays`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    try write(to: "a/b")
    try write(to: "a/c", finishing: false)
    #expect(names() == ["a"])
    #expect(FileManager.default.fileExists(atPath: folder.appending("a/b/summary.csv").string))
  }

  @Test func `what a killed program of the same number left is no part of the run`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let stale = OutputDirectory.partial(of: folder.appending("run"))
    try FileManager.default.createDirectory(atPath: stale.string, withIntermediateDirectories: true)
    try Data("old".utf8).write(to: URL(fileURLWithPath: stale.appending("checks.csv").string))
    try write(to: "run")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending("run").string)
    #expect(Set(files).isSubset(of: RunDirectory.fileNames + [ChartName.folder]))
    #expect(!files.contains("checks.csv"))
    #expect(names() == ["run"])
  }

  @Test func `a place that is taken while the run is under way is not overwritten`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let experiment = try ResolvedExperiment<Coin>()
    let plan = RunPlan(replications: 1)
    let schema = try Replicator(experiment, plan: plan).schema()
    do {
      let directory = try RunDirectory(
        folder.appending("run"), replaces: false, RunDescription(experiment, plan: plan, source: nil), schema)
      let place = folder.appending("run")
      try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: true)
      try Data("theirs".utf8).write(to: URL(fileURLWithPath: place.appending("summary.csv").string))
      #expect(throws: OutputError.self) { _ = try directory.finish(RunSummary(schema)) }
    }
    #expect(names() == ["run"])
    #expect(try String(contentsOfFile: folder.appending("run/summary.csv").string, encoding: .utf8) == "theirs")
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

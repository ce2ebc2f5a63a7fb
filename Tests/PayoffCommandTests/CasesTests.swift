import Foundation
import Testing

/// `payoff cases`: the named cases of an experiment, side by side.
@Suite struct CasesTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func payoff(_ arguments: String...) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(arguments, in: workplace)
  }

  @Test func `every case has the figures of a run of that case alone, and the differences are theirs`() async throws {
    let cases = ["base", "bull", "bear"]
    let outcome = try await payoff("cases", "ApiOrOwn", "-r", "30", "-o", "out")
    try #require(outcome.status == 0, "\(outcome.error)")
    for name in cases.dropFirst() { #expect(outcome.output.contains("  \(name): ")) }
    let files = try workplace.contents(of: "out")
    let (options, differences) = (try Table(files, "options.csv"), try Table(files, "differences.csv"))
    var worth: [String: [Double]] = [:]
    for name in cases {
      let alone =
        name == "base"
        ? try await payoff("run", "ApiOrOwn", "-r", "30", "-o", name)
        : try await payoff("run", "ApiOrOwn", "--case", name, "-r", "30", "-o", name)
      try #require(alone.status == 0, "\(alone.error)")
      let files = try workplace.contents(of: name)
      let summary = try Table(files, "summary.csv")
      for column in ["mean", "p10", "p50", "p90"] {
        let row = try #require(
          zip(zip(options["option"], options["measure"]), options[column]).first { $0.0 == (name, "npv") })
        #expect(row.1 == (try summary.row("npv")[column]), "\(name) \(column)")
      }
      worth[name] = try Table(files, "replications.csv").numbers("npv").compactMap { $0 }
    }
    let base = try #require(worth["base"])
    for name in cases.dropFirst() {
      let own = try #require(worth[name])
      let mean = zip(own, base).reduce(0) { $0 + $1.0 - $1.1 } / 30
      let row = try #require(differences.rows.first { $0[0] == "npv" && $0[2] == name && $0[3] == "base" })
      #expect(abs(try Table.number(row[5]) - mean) < 1e-9 * abs(mean), "\(name)")
    }
  }

  @Test func `a case by itself is compared with the experiment as declared`() async throws {
    let outcome = try await payoff("cases", "ApiOrOwn", "--only", "bear", "-r", "12", "-o", "out")
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(Set(try Table(try workplace.contents(of: "out"), "options.csv")["option"]) == ["base", "bear"])
  }

  @Test(arguments: [
    (["ApiOrOwn", "--only", "boll"], "did you mean bull?"), (["HelpDesk"], "it has no cases to compare"),
    (["ApiOrOwn", "--case", "bull"], "use --only NAME"),
  ])
  func `what cannot be compared is refused with a remedy`(_ arguments: [String], _ words: String) async throws {
    let outcome = try await CommandLineTool.run(["cases"] + arguments + ["-r", "12"], in: workplace)
    #expect(outcome.status == 64 || outcome.status == 65, "\(outcome.status)")
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: "\(workplace.folder.path)/runs"))
  }
}

import ArgumentParser
import Experimentation
import FoundationEssentials
import Randomness
import Results
import SystemPackage

/// `payoff report RUN …`: a page about results.
struct ReportCommand: Command {
  static let facts = CommandFacts(
    "report", title: "report", "Writes an HTML report: the answer, the assumptions, the charts, the checks.",
    details: """
      The report is one HTML file with interactive charts. It needs no network and prints on A4. It can include directories of \
      any command: several runs are compared, and a sensitivity analysis is shown beside its run.

      With --explore it is a page with a slider for each input of a sweep. Between the points of the grid it interpolates, and \
      says how far off that may be.
      """,
    examples: [
      "payoff report runs/CustomerService",
      "payoff report runs/cheap runs/dear runs/tornado --language zh --out answer.html",
      "payoff report runs/sweep --explore",
    ], firstStep: "an HTML report")

  @Argument(
    help: ArgumentHelp(
      "Directories of results of any command; several runs are compared.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  @Flag(help: "Writes a page with a slider for each input of a sweep.")
  var explore = false

  @Option(
    name: [.short, .long],
    help: "The file to write. (default: report.html in the first directory, explore.html with --explore)")
  var out: String?

  @Flag(help: "Replaces the file also if it is no report.")
  var force = false

  @OptionGroup var language: LanguageOption

  @OptionGroup var printing: JSONOption

  func check() throws {
    if out == "" { throw ValidationError("--out \"\": expected the name of a file to write") }
    _ = try language.value
    if explore, runs.count > 1 {
      throw ValidationError("--explore: a page has the sliders of one sweep; \(runs.count) directories are given")
    }
  }

  func runAlone() async throws {
    let language = try language.value
    let path = FilePath(out ?? FilePath(runs[0]).appending(explore ? "explore.html" : "report.html").string)
    try printing.check(path, "the page")
    try checkReplaceable(path)
    var parts: [ReportPart] = []
    for run in runs { parts.append(try ReportPart(FilePath(run), language)) }
    let html = explore ? try ExplorePage(parts[0], language).html() : try await Page(parts, language).html()
    try WrittenFile.write(Array(html.utf8), to: path)
    guard !WrittenFile.isStandardOutput(path) else { return }
    printing.show(
      JSONOption.made(
        by: Self.name, of: ["directories": .array(runs.map { .string($0) })],
        warnings: parts.compactMap { part in
          part.verification.warning(in: .english).map { "\(part.directory.path): \($0)" }
        }, [path]), "Wrote \(path)")
  }

  /// A file that Payoff did not write is not replaced.
  private func checkReplaceable(_ path: FilePath) throws(OutputError) {
    // A pipe or a terminal has nothing to replace, and reading it would wait.
    guard !force, !WrittenFile.isStream(path), let data = FileManager.default.contents(atPath: path.string) else {
      return
    }
    guard String(decoding: data.prefix(400), as: UTF8.self).contains("content=\"Payoff ") else {
      throw OutputError(
        path, "already exists and is not a report of Payoff",
        remedy: "choose another with --out, or use --force to replace it")
    }
  }
}

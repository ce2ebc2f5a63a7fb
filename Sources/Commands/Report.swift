import ArgumentParser
import Experimentation
import FoundationEssentials
import Randomness
import Results
import SystemPackage

/// `payoff report RUN …`: a page about results.
struct ReportCommand: Command {
  static let facts = CommandFacts(
    "report", title: "report", "Writes a page about results: the answer, what was assumed, the pictures, the checks.",
    details: """
      One HTML file that needs no network, shows its charts to a pointer and prints on A4. Directories of any command can \
      be in it; several runs are compared, and a sensitivity analysis beside a run says what decides it.
      """,
    examples: [
      "payoff report runs/CustomerService",
      "payoff report runs/cheap runs/dear runs/tornado --language zh --out answer.html",
    ], firstStep: "a page to look at")

  @Argument(
    help: ArgumentHelp(
      "Directories of results of any command; several runs are compared.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  @Option(name: [.short, .long], help: "The file to write. (default: report.html in the first directory)")
  var out: String?

  @OptionGroup var language: LanguageOption

  func check() throws { _ = try language.value }

  func runAlone() async throws {
    let language = try language.value
    let path = FilePath(out ?? FilePath(runs[0]).appending("report.html").string)
    try checkReplaceable(path)
    var parts: [ReportPart] = []
    for run in runs { parts.append(try ReportPart(FilePath(run), language)) }
    let html = try await Page(parts, language).html()
    try WrittenFile.write(Array(html.utf8), to: path)
    print("Wrote \(path)")
  }

  /// A page that something else made stays.
  private func checkReplaceable(_ path: FilePath) throws(OutputError) {
    guard let data = FileManager.default.contents(atPath: path.string) else { return }
    guard String(decoding: data.prefix(400), as: UTF8.self).contains("content=\"Payoff ") else {
      throw OutputError(path, "is there already and is no report of Payoff", remedy: "choose another with --out")
    }
  }
}

import CommandOptions
import Demand
import FoundationEssentials
import Payoff
import Randomness
import Results
import SystemPackage

/// `payoff report RUN …`: a page about results.
enum ReportProgram {
  static func run(_ options: ReportOptions) async throws {
    let language = try Language(option: options.language)
    guard let first = options.runs.first else { throw InvalidValue("payoff report", "it takes a directory of results") }
    let path = FilePath(options.out ?? FilePath(first).appending("report.html").string)
    try refuseForeignFile(path)
    var parts: [ReportPart] = []
    for run in options.runs { parts.append(try ReportPart(FilePath(run), language)) }
    let html = try await Report(parts, language).html()
    try WrittenFile.write(Array(html.utf8), to: path)
    print("Wrote \(path)")
  }

  /// A page that something else made stays.
  private static func refuseForeignFile(_ path: FilePath) throws(OutputError) {
    guard let data = FileManager.default.contents(atPath: path.string) else { return }
    guard String(decoding: data.prefix(400), as: UTF8.self).contains("content=\"Payoff ") else {
      throw OutputError(path, "is there already and is no report of Payoff", remedy: "choose another with --out")
    }
  }
}

import Experimentation
import FoundationEssentials
import Results
import SystemPackage

/// One page about directories of results, which needs nothing but itself.
struct Page {
  private let parts: [ReportPart]
  private let language: Language

  init(_ parts: [ReportPart], _ language: Language) {
    self.parts = parts
    self.language = language
  }

  /// The page.
  /// - Throws: `CommandError` where the charts cannot be drawn.
  func html() async throws -> String {
    let comparison = RunComparison(
      parts.filter { $0.results.facts.command == RunCommand.name }.map { (Self.label(of: $0.directory), $0.results) },
      language)
    var jobs = parts.flatMap { part in
      part.charts.map { ChartPainter.Job(directory: part.directory.path, specification: Self.untitled($0)) }
    }
    let comparisonChart = comparison?.chart
    if let chart = comparisonChart {
      jobs.append(ChartPainter.Job(directory: parts[0].directory.path, specification: Self.untitled(chart)))
    }
    let painting = try await ChartPainter().draw(jobs, as: .svg, runtime: true)
    let pictures = painting.pictures.map { String(decoding: $0, as: UTF8.self) }
    let words = ReportWords(language)
    var sections: [ReportSection] = []
    var index = 0
    var shown: Set<[String?]> = []
    for (number, part) in parts.enumerated() {
      let figures = part.charts.enumerated().map { place, chart in
        ReportFigure(
          index: index + place, title: chart.title, caption: chart.caption, hint: words.hint,
          picture: pictures[index + place])
      }
      index += part.charts.count
      sections.append(
        ReportSection(
          number + 1, part.directory, part.results, figures, part.verification,
          repeatsInputs: !shown.insert(part.assumptions).inserted, language))
    }
    let script = String(decoding: PackageResources.charts_js + PackageResources.report_js, as: UTF8.self)
    let page = ReportPage(
      language: language.rawValue, version: Version.number,
      policy: Self.policy([painting.runtime, script], evaluates: true),
      title: parts.count == 1 ? parts[0].results.facts.experiment : title, words: words,
      hasSeveral: parts.count > 1,
      comparison: comparison.map { comparison in
        ReportPage.Comparison(
          figure: comparisonChart.map {
            ReportFigure(
              index: index, title: $0.title, caption: $0.caption, hint: words.hint, picture: pictures[index])
          },
          table: ReportTable(
            nil, columns: zip(comparison.headings, comparison.headings.indices).map { ($0, $1 == 0 ? .text : .number) },
            rows: comparison.rows))
      },
      sections: sections, style: String(decoding: PackageResources.report_css, as: UTF8.self),
      data: data(comparisonChart), runtime: painting.runtime, script: script)
    return try page.html()
  }

  private var title: String {
    var names: [String] = []
    for part in parts where !names.contains(part.results.facts.experiment) {
      names.append(part.results.facts.experiment)
    }
    return names.joined(separator: ", ")
  }

  private static func label(of directory: RecordedDirectory) -> String {
    directory.path.lastComponent?.string ?? directory.path.string
  }

  /// The specification without its title, which the page has in letters of its own.
  private static func untitled(_ chart: Chart) -> JSONValue {
    .object(chart.specification.members.filter { $0.name != "title" })
  }

  /// The charts and the tables that they read, for the script of the page; no part of a text in them looks like markup.
  private func data(_ comparison: Chart?) -> String {
    func entry(_ chart: Chart, of part: Int) -> JSONValue {
      ["part": .number(Double(part)), "specification": Self.untitled(chart)]
    }
    var charts: [JSONValue] = []
    for (number, part) in parts.enumerated() { charts += part.charts.map { entry($0, of: number) } }
    if let comparison { charts.append(entry(comparison, of: 0)) }
    let tables: [JSONValue] = parts.map { part in
      .object(part.tables().map { JSONValue.Member($0.address, .string($0.text)) })
    }
    let data: JSONValue = ["charts": .array(charts), "tables": .array(tables)]
    return data.compactText.replacing(">", with: "\\u003e")
  }

  /// What a page may do: run its own scripts, and nothing else; load nothing.
  ///
  /// - `evaluates`: whether a script turns texts into functions, as Vega does with the expressions of a chart.
  static func policy(_ scripts: [String], evaluates: Bool) -> String {
    let hashes = scripts.map { script -> String in
      var digest = MessageDigest()
      digest.update(Array(script.utf8))
      return "'sha256-\(Data(digest.bytes()).base64EncodedString())'"
    }
    return
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src \(hashes.joined(separator: " "))"
      + (evaluates ? " 'unsafe-eval'" : "")
  }
}

import ArgumentParser
import Demand
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff chart RUN`: draws the charts of a directory.
struct ChartCommand: Command {
  static let facts = CommandFacts(
    "chart", title: "charts", "Draws the charts of a directory of results as SVG or PNG.",
    details: """
      Every directory has its charts as Vega-Lite specifications (charts/NAME.vl.json), which JupyterLab and VS Code display. \
      This command draws them with vl-convert, in a Python environment that it sets up when it is first needed.
      """,
    examples: [
      "payoff chart runs/CustomerService", "payoff chart runs/CustomerService --format png --only inflection",
    ])

  @Argument(help: ArgumentHelp("A directory of results.", valueName: "RUN"), completion: .directory)
  var directory: String

  @Option(help: ArgumentHelp("The format of the pictures: svg or png.", valueName: "FORMAT"))
  var format = "svg"

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The chart to draw, by its name; may be repeated. (default: all)", valueName: "NAME"))
  var only: [String] = []

  @Option(name: [.short, .long], help: "The folder of the pictures. (default: charts/ in the directory)")
  var out: String?

  @OptionGroup var language: LanguageOption

  @OptionGroup var printing: JSONOption

  func check() throws {
    if out == "" { throw ValidationError("--out \"\": expected the name of a folder") }
    _ = try language.value
    _ = try kindOfPicture
  }

  private var kindOfPicture: ChartPainter.Format {
    get throws(InvalidValue) {
      if let known = ChartPainter.Format(rawValue: format) { return known }
      throw InvalidValue(
        "--format \(format)", "there are \(ChartPainter.Format.allCases.map(\.rawValue).joined(separator: " and "))")
    }
  }

  func runAlone() async throws {
    let format = try kindOfPicture
    let language = try language.value
    let path = FilePath(directory)
    let directory = try RecordedDirectory(path)
    let verification = directory.verification()
    let warning = verification.warning(in: language)
    var charts = try directory.results().charts(in: language)
    guard !charts.isEmpty else { throw DataFileError(file: path.string, "has no results that can be drawn as a chart") }
    if !only.isEmpty {
      let names = charts.map(\.name)
      for name in only where !names.contains(name) {
        throw InvalidValue(
          "--only \(name)", "\(path) has no chart of that name",
          remedy: NearestName.remedy(for: name, among: names))
      }
      charts = charts.filter { only.contains($0.name) }
    }
    // A picture is passed on without the directory: it says by itself that it is not what was computed.
    if let warning { charts = charts.map { $0.warning(warning) } }
    let painter = try await ChartPainter()
    let painting = try await painter.draw(
      charts.map { ChartPainter.Job(directory: path, specification: $0.specification) }, as: format)
    let folder = FilePath(out ?? path.appending(Chart.folder).string)
    try WrittenFile.makeFolder(folder)
    var pictures: [(file: FilePath, chart: Chart)] = []
    for (chart, picture) in zip(charts, painting.pictures) {
      let file = folder.appending("\(chart.name).\(format.rawValue)")
      do throws(OutputError) {
        try WrittenFile.write(picture, to: file)
      } catch {
        throw pictures.isEmpty
          ? error
          : OutputError(
            error.path, "\(error.problem); of \(charts.count) pictures \(pictures.count) are written, each whole",
            remedy: error.remedy)
      }
      pictures.append((file, chart))
    }
    printing.show(
      JSONOption.made(
        by: Self.name, of: ["directories": [.string(path.string)]],
        warnings: verification.warning(in: .english).map { ["\(path): \($0)"] } ?? [], pictures.map(\.file),
        ["pictures": .array(pictures.map { Self.json($0.chart, $0.file) })]),
      pictures.map { "\($0.file): \($0.chart.title)" }.joined(separator: "\n"))
  }

  private static func json(_ chart: Chart, _ file: FilePath) -> JSONValue {
    [
      "name": .string(chart.name), "title": .string(chart.title), "caption": .string(chart.caption),
      "file": .string(file.string),
    ]
  }
}

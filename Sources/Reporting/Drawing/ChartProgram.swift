import CommandOptions
import Demand
import FoundationEssentials
import Payoff
import Randomness
import Results
import SystemPackage

/// `payoff chart RUN`: draws the charts of a directory.
enum ChartProgram {
  static func run(_ options: ChartOptions) async throws {
    let format = ChartPainter.Format(rawValue: options.format)
    guard let format else {
      throw InvalidValue(
        "--format \(options.format)",
        "there are \(ChartPainter.Format.allCases.map(\.rawValue).joined(separator: " and "))")
    }
    let language = try Language(option: options.language)
    let path = FilePath(options.run)
    let directory = try RecordedDirectory(path)
    var charts = ChartBook.charts(of: try directory.results(), in: language)
    guard !charts.isEmpty else { throw DataFileError(file: path.string, "has nothing of which there is a chart") }
    if !options.only.isEmpty {
      let names = charts.map(\.name.rawValue)
      for name in options.only where !names.contains(name) {
        throw InvalidValue(
          "--only \(name)", "\(path) has no chart of that name",
          remedy: NearestName.remedy(for: name, among: names))
      }
      charts = charts.filter { options.only.contains($0.name.rawValue) }
    }
    let painter = try await ChartPainter()
    let painting = try await painter.draw(
      charts.map { ChartPainter.Job(directory: path, specification: $0.specification) }, as: format)
    let folder = FilePath(options.out ?? path.appending(ChartName.folder).string)
    try WrittenFile.makeFolder(folder)
    for (chart, picture) in zip(charts, painting.pictures) {
      let file = folder.appending("\(chart.name.rawValue).\(format.rawValue)")
      try WrittenFile.write(picture, to: file)
      print("\(file): \(chart.title)")
    }
  }
}

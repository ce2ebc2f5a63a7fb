import CommandOptions
import Demand
import Results
import SystemPackage

/// `payoff fit --adoption`: the Bass curve of a series.
enum AdoptionFitProgram {
  static func run(_ file: String, _ options: FitOptions, _ path: FilePath) throws {
    let fit = try BassFit(to: AdoptionSeries(contentsOf: file))
    let lines = fit.csv.split(separator: "\r\n").map { $0.split(separator: ",").map(String.init) }
    try FitDirectory.write(
      to: path, replaces: options.output.force, title: "Adoption of \(FilePath(file).lastComponent?.string ?? file)",
      question: "Which Bass curve does the series follow?",
      tables: [
        FitDirectory.Table(
          "adoption.csv", columns: (lines.first ?? []).map { ($0, true) }, rows: Array(lines.dropFirst()))
      ], documents: [.init("adoption.swift", fit.swiftLines)], command: "fit --adoption", source: file, settings: [:],
      seed: options.seed)
    print(fit.paragraphs.map { Paragraph.wrap($0).joined(separator: "\n") }.joined(separator: "\n\n"))
    print("\nTo paste into a Load:\n")
    print(fit.swiftLines)
    print("Files in \(path): adoption.csv, adoption.swift, datapackage.json")
  }
}

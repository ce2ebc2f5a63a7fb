import CommandOptions
import Demand
import Results
import SystemPackage

/// `payoff fit --adoption`: the Bass curve of a series.
enum AdoptionFitProgram {
  static func run(_ file: String, _ options: FitOptions, _ path: FilePath) throws {
    let fit = try BassFit(to: AdoptionSeries(contentsOf: file))
    let lines = fit.csv.split(separator: "\r\n").map { $0.split(separator: ",").map(String.init) }
    let answer = fit.paragraphs.joined(separator: " ")
    let written = try FitDirectory.write(
      to: path, replaces: options.output.force, title: "Adoption of \(FilePath(file).lastComponent?.string ?? file)",
      question: "Which Bass curve does the series follow?", answer: answer,
      tables: [
        FitDirectory.Table(
          "adoption.csv", columns: (lines.first ?? []).map { ($0, true) }, rows: Array(lines.dropFirst()))
      ], documents: [.init("adoption.swift", fit.swiftLines)], kind: "adoption", source: file, settings: [:],
      seed: options.seed)
    options.output.show(
      written,
      (fit.paragraphs.map { Paragraph.wrap($0).joined(separator: "\n") } + [
        "Files in \(path): adoption.csv, adoption.swift, datapackage.json"
      ]).joined(separator: "\n\n"))
    options.output.printing.showSwift(fit.swiftLines, toPasteInto: "a Load")
  }
}

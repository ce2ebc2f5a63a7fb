import CommandOptions
import EventSimulation
import Experimentation
import Results
import SystemPackage

/// What a sweep prints: a sentence, a row a point, and where the file is.
struct SweepReport {
  private let description: RunDescription
  private let sweep: Sweep
  private let summary: SweepSummary
  private let base: Int?
  /// The capacity curves that were computed for the sweep.
  private let curves: Int
  private let directory: FilePath

  init(
    _ description: RunDescription, _ sweep: Sweep, _ summary: SweepSummary, base: Int?, curves: Int,
    directory: FilePath
  ) {
    self.description = description
    self.sweep = sweep
    self.summary = summary
    self.base = base
    self.curves = curves
    self.directory = directory
  }

  /// More points than this are left to the file.
  private static let rowsShown = 40

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [terminal.bold(description.experiment) + ": " + description.question]
    if let sentence { paragraphs.append(Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")) }
    paragraphs.append(table)
    paragraphs.append(
      "\(sweep.count) points × \(description.plan.replications) replications on the same draws, seed "
        + "\(description.plan.seed)" + description.plan.optionsText + reuse
        + "\nAll measures in \(directory.appending("sweep.csv"))")
    return paragraphs.joined(separator: "\n\n")
  }

  /// What the points shared.
  private var reuse: String {
    guard curves > 0 else { return "" }
    let computed = "\n\(curves) capacity curve\(curves == 1 ? "" : "s") computed once"
    return curves < sweep.count ? computed + " and shared by the points that have the same" : computed
  }

  private var measure: Int { summary.shown }

  private var declaration: MeasureDeclaration { summary.schema.measures[measure] }

  private func median(_ point: Int) -> Double? { summary.measures[point][measure].quantiles([0.5])[0] }

  /// Where the median is highest and lowest, and where it changes its sign.
  private var sentence: String? {
    let known = (0..<sweep.count).compactMap { point in median(point).map { (point, $0) } }
    guard let low = known.min(by: { $0.1 < $1.1 }), let high = known.max(by: { $0.1 < $1.1 }), low.1 < high.1 else {
      return known.isEmpty
        ? "\(declaration.name) has no value in half of the replications at any point." : nil
    }
    let unit = declaration.unit == .one ? "" : " \(declaration.unit)"
    var text =
      "The median of \(declaration.name) is highest, \(NumberText.short(high.1))\(unit), at \(sweep.name(of: high.0)), and "
      + "lowest, \(NumberText.short(low.1))\(unit), at \(sweep.name(of: low.0))."
    if sweep.variations.count == 1, known.count == sweep.count,
      let change = (1..<sweep.count).first(where: { (known[$0 - 1].1 < 0) != (known[$0].1 < 0) })
    {
      text += " It changes its sign between \(sweep.name(of: change - 1)) and \(sweep.name(of: change))."
    }
    return text
  }

  private var table: String {
    var headings = ["point"] + sweep.variations.map(\.name) + ["mean", "95 % interval", "P10", "P50", "P90"]
    if base != nil { headings += ["difference", "95 % interval"] }
    let rows = (0..<min(sweep.count, Self.rowsShown)).map { point -> [String] in
      let values = summary.measures[point][measure]
      var row = ["\(point + 1)"] + zip(sweep.variations, sweep.positions(of: point)).map { $0.labels[$1] }
      row += [values.mean.map { NumberText.short($0) } ?? "-", Self.text(of: values.interval)]
      row += values.quantiles([0.1, 0.5, 0.9]).map { NumberText.short($0) }
      if base != nil {
        let pairs = summary.differences[point][measure]
        let difference = pairs.unpaired == 0 ? pairs.difference : Tally()
        row += [
          difference.mean.map { NumberText.short($0) } ?? "-",
          Self.text(of: difference.count > 1 ? Estimate(meanOf: difference, confidence: 0.95) : nil),
        ]
      }
      return row
    }
    let unit = declaration.unit == .one ? "" : ", \(declaration.unit)"
    var text = "\(declaration.name)\(unit)\n"
    text +=
      TextualTable(
        headings: headings, alignment: headings.map { _ in .right }, rows: rows, keys: 1 + sweep.variations.count
      ).text
    if sweep.count > Self.rowsShown { text += "\n  … and \(sweep.count - Self.rowsShown) points more in the file" }
    return text
  }

  private static func text(of interval: Estimate?) -> String {
    interval.map { "\(NumberText.short($0.low)) to \(NumberText.short($0.high))" } ?? "-"
  }
}

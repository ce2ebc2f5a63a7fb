import Experimentation
import Results

/// The terminal report of a sensitivity analysis: the most influential inputs, the indices, the warnings, the files.
struct SensitivityReport {
  private let title: String
  private let unit: InputUnit
  private let analysis: SensitivityAnalysis
  private let chance: VarianceSplit?
  private let method: any SensitivityMethod
  private let footer: String

  /// - `unit`: of the measure that is explained.
  /// - `footer`: how it was made, and where the files are.
  init(
    title: String, unit: InputUnit, _ analysis: SensitivityAnalysis, by method: any SensitivityMethod,
    chance: VarianceSplit?, footer: String
  ) {
    self.title = title
    self.unit = unit
    self.analysis = analysis
    self.chance = chance
    self.method = method
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [title]
    if let sentence { paragraphs.append(Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")) }
    paragraphs.append(table)
    if let chanceText { paragraphs.append(Paragraph.wrap(chanceText).joined(separator: "\n")) }
    if !analysis.warnings.isEmpty {
      paragraphs.append(
        analysis.warnings.map { warning in
          Paragraph.wrap("\(warning)", indent: 4).joined(separator: "\n").replacingPrefix("    ", with: "  ! ")
        }.joined(separator: "\n"))
    }
    paragraphs.append(footer)
    return paragraphs.joined(separator: "\n\n")
  }

  /// The indices of the method in the order in which they first come, but for those of pairs.
  private var indices: [String] {
    var names: [String] = []
    for row in analysis.rows
    where row.secondInput == nil && row.input != SensitivityAnalysis.chance && !names.contains(row.index) {
      names.append(row.index)
    }
    return names
  }

  private var ranked: [(input: String, weight: Double)] {
    method.ranked(analysis.rows).map { ($0.input, $0.weight ?? 0) }
  }

  private var sentence: String? {
    let ranked = ranked
    guard let greatest = ranked.first, greatest.weight > 0 else { return nil }
    let drivers = method.drivers(analysis.rows)
    guard let first = drivers.first else {
      return "No input can be told from one without effect on \(MeasureTitles.phrase(of: analysis.measure))."
    }
    let others = drivers.dropFirst().prefix(2)
    var text = "\(MeasureTitles.phrase(of: analysis.measure)) depends most on \(first)"
    if !others.isEmpty { text += ", then on \(others.joined(separator: " and "))" }
    let switches = ranked.prefix(3).compactMap { input -> String? in
      analysis.row("break_even", of: input.input)?.value.map { "\(input.input) = \(NumberText.short($0))" }
    }
    if !switches.isEmpty {
      text += "; with the other inputs at their medians it breaks even at \(switches.joined(separator: ", at "))"
    }
    return text + "."
  }

  private var table: String {
    let indices = indices
    let hasIntervals = analysis.rows.contains { $0.interval != nil } && indices.count <= 3
    var headings = ["input"]
    for index in indices { headings += hasIntervals ? [index, "95 % interval"] : [index] }
    var rows = ranked.map { input -> [String] in
      var fields = [input.input]
      for index in indices {
        let row = analysis.row(index, of: input.input)
        fields.append(row?.value.map { NumberText.short($0) } ?? "-")
        if hasIntervals {
          fields.append(
            row?.interval.map { "\(NumberText.short($0.lowerBound)) to \(NumberText.short($0.upperBound))" } ?? "-")
        }
      }
      return fields
    }
    // How much each decides, beside its name.
    let weights = Dictionary(ranked.map { ($0.input, $0.weight) }, uniquingKeysWith: { first, _ in first })
    let greatest = ranked.first?.weight ?? 0
    if !Terminal.isPlain, greatest > 0 {
      headings.insert("", at: 1)
      rows = rows.map { row in
        [row[0], Sparkline.bar((weights[row[0]] ?? 0) / greatest)] + row.dropFirst()
      }
    }
    let unit = unit == .one ? "" : ", \(unit)"
    return "\(analysis.method) of \(MeasureTitles.heading(of: analysis.measure))\(unit)\n"
      + TextualTable(
        headings: headings, alignment: [.left] + headings.dropFirst().map { $0.isEmpty ? .left : .right }, rows: rows
      ).text
  }

  private var chanceText: String? {
    guard let share = chance?.aleatoryShare else { return nil }
    let interval = chance?.interval.map {
      " (95 % interval \(NumberText.ratio($0.lowerBound)) to \(NumberText.ratio($0.upperBound)))"
    }
    return
      "Chance (aleatory uncertainty) accounts for \(NumberText.ratio(share)) of the variance between runs\(interval ?? ""); the inputs account for the rest."
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}

import Experimentation
import Results

/// What a selection prints: the best option in a sentence, and how far each option went.
struct SelectionReport {
  private let title: String
  private let selection: Selection
  private let sweep: Sweep
  private let measure: MeasureReading
  private let fresh: Estimate
  private let lessIsBetter: Bool
  private let footer: String

  /// - `fresh`: the mean of the winner on replications that had no part in the selection.
  init(
    title: String, _ selection: Selection, _ sweep: Sweep, _ measure: MeasureReading, fresh: Estimate,
    lessIsBetter: Bool, footer: String
  ) {
    self.title = title
    self.selection = selection
    self.sweep = sweep
    self.measure = measure
    self.fresh = fresh
    self.lessIsBetter = lessIsBetter
    self.footer = footer
  }

  /// More options than these are left to the file.
  private static let rowsShown = 40

  var text: String {
    let terminal = Terminal.standardOutput
    let unit = measure.unit == .one ? "" : " \(measure.unit)"
    let choice =
      selection.isDecided
      ? "\(selection.winner.name) is the best or within \(NumberText.short(selection.indifference))\(unit) of it, with a "
        + "probability of at least \(NumberText.percent(selection.confidence))"
      : "\(selection.winner.name) is ahead, but \(selection.survivors.count) options could not be told apart in "
        + "\(selection.replications[selection.winner.index]) replications: raise --cap or --indifference"
    let sentence =
      choice
      + ". On fresh replications its \(measure.name) is \(NumberText.short(fresh.value))\(unit) on average "
      + "(95 % interval \(NumberText.short(fresh.low)) to \(NumberText.short(fresh.high)))."
    let answer = Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")
    return [title, answer, table(unit), footer].joined(separator: "\n\n")
  }

  /// The options, the best first.
  private func table(_ unit: String) -> String {
    let order = (0..<sweep.count).sorted { first, second in
      let means = (selection.means[first].value, selection.means[second].value)
      return means.0 != means.1 ? (means.0 > means.1) != lessIsBetter : first < second
    }
    let rows = order.prefix(Self.rowsShown).map { option in
      zip(sweep.variations, sweep.positions(of: option)).map { $0.labels[$1] } + [
        NumberText.short(selection.means[option].value),
        "\(NumberText.short(selection.means[option].low)) to \(NumberText.short(selection.means[option].high))",
        "\(selection.replications[option])", selection.survivors.contains(option) ? "left" : "dropped",
      ]
    }
    let headings = sweep.variations.map(\.name) + ["mean", "95 % interval", "replications", ""]
    let more =
      sweep.count > Self.rowsShown ? "\n  … and \(sweep.count - Self.rowsShown) options more in the file" : ""
    return "\(measure.name)" + (unit.isEmpty ? "" : ",\(unit)") + "\n"
      + TextualTable(
        headings: headings, alignment: headings.dropLast().map { _ in .right } + [.left], rows: Array(rows),
        keys: sweep.variations.count
      ).text + more
  }
}

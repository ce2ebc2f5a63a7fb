import Experimentation
import Results

/// The terminal report of a comparison: which option is better, with its interval, a row per option and a row per pair.
struct ComparisonReport {
  private let title: String
  private let comparison: Comparison
  private let measure: Int
  private let standard: Int
  private let note: String
  private let lessIsBetter: Bool
  private let footer: String

  /// - Parameters:
  ///   - measure: the one that is shown.
  ///   - standard: the option that the others are compared with.
  ///   - note: what is said of it behind its name.
  ///   - footer: how it was made, and where the files are.
  init(
    title: String, _ comparison: Comparison, measure: Int, standard: Int, note: String = "", lessIsBetter: Bool,
    footer: String
  ) {
    self.title = title
    self.comparison = comparison
    self.measure = measure
    self.standard = standard
    self.note = note
    self.lessIsBetter = lessIsBetter
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let sentences = sentences.map { Paragraph.wrap($0).map { terminal.bold($0) }.joined(separator: "\n") }
    return ([title] + sentences + [optionTable, differenceTable, footer]).joined(separator: "\n\n")
  }

  private var declaration: MeasureDeclaration { comparison.schema.measures[measure] }
  private var unit: String { declaration.unit == .one ? "" : " \(declaration.unit)" }
  private var others: [Int] { comparison.options.indices.filter { $0 != standard } }

  /// An option less the standard one, with the chance that it is the better of the two.
  private func against(_ option: Int) -> (difference: PairedDifference?, unpaired: Int, better: Estimate?) {
    let isAfter = option > standard
    let pair = comparison.pair(max(option, standard), min(option, standard), measure: measure)
    let better = isAfter != lessIsBetter ? pair.chanceOfGreater() : pair.chanceOfLess()
    guard pair.unpaired == 0, let difference = PairedDifference(pair) else { return (nil, pair.unpaired, better) }
    return (isAfter ? difference : difference.reversed, 0, better)
  }

  /// Of which futures it can be said which option is better.
  private func comparable(_ option: Int) -> String {
    let pair = comparison.pair(max(option, standard), min(option, standard), measure: measure)
    return pair.comparable == pair.count ? "the futures" : "the \(pair.comparable) futures in which both have a value"
  }

  /// The shares of the other two outcomes, where both may be the same.
  private func otherwise(_ option: Int, better: Estimate) -> String {
    let pair = comparison.pair(max(option, standard), min(option, standard), measure: measure)
    guard pair.same > 0 else { return "" }
    let same = Double(pair.same) / Double(pair.comparable)
    return
      ", worse in \(NumberText.percent(max(1 - same - better.value, 0))) and the same in \(NumberText.percent(same))"
  }

  private var sentences: [String] {
    others.map { option in
      let name = comparison.options[option]
      let both = comparison.pair(max(option, standard), min(option, standard), measure: measure)
      if both.count > 0, both.same == both.count {
        return
          "\(name) and \(comparison.options[standard]) have the same \(MeasureTitles.phrase(of: declaration.name)) in every "
          + "replication: the difference between them has no effect on it here."
      }
      let (difference, unpaired, better) = against(option)
      let chance = better.map {
        "is better in \(NumberText.percent($0.value)) of \(comparable(option)) (\(NumberText.percent($0.low)) to "
          + "\(NumberText.percent($0.high)))\(otherwise(option, better: $0))"
      }
      guard let difference else {
        return
          (chance.map { "\(name) \($0) than \(comparison.options[standard])." }
          ?? "\(name) cannot be compared with \(comparison.options[standard]): in no future do both have a value.")
          + " The \(MeasureTitles.phrase(of: declaration.name)) has no value in \(unpaired) of "
          + "\(comparison.replications) pairs, so there is no mean difference."
      }
      let gap = difference.difference
      let more = gap.value < 0 ? "less" : "more"
      let isSure = !gap.contains(0)
      let size = "\(NumberText.short(abs(gap.value)))\(unit) \(more)"
      let text =
        "\(name) has \(size) \(MeasureTitles.phrase(of: declaration.name)) than \(comparison.options[standard]) on average (95 % interval of the "
        + "difference \(NumberText.short(gap.low)) to \(NumberText.short(gap.high)))"
        + (isSure ? "" : ", which is not significant") + (chance.map { ", and \($0)." } ?? ".")
      guard difference.runsSaved.isFinite, difference.runsSaved > 0 else { return text }
      return text
        + (difference.runsSaved >= 1.05
          ? " Independent draws would need \(NumberText.short(difference.runsSaved)) times as many replications for "
            + "the same precision."
          : difference.runsSaved < 0.95
            ? " Independent draws would need only \(NumberText.short(difference.runsSaved)) times as many replications."
            : "")
    }
  }

  private var optionTable: String {
    let rows = comparison.options.enumerated().map { option, name -> [String] in
      let values = comparison.measures[option][measure]
      return [name + (option == standard ? note : ""), values.mean.map { NumberText.short($0) } ?? "-"]
        + [values.interval.map { "\(NumberText.short($0.low)) to \(NumberText.short($0.high))" } ?? "-"]
        + values.quantiles([0.1, 0.5, 0.9]).map { NumberText.short($0, absence: declaration.absence) }
        + [
          comparison.chanceOfExtreme(option, measure: measure, least: lessIsBetter)
            .map { NumberText.percent($0.value) } ?? "-"
        ]
    }
    let heading = MeasureTitles.heading(of: declaration.name) + (unit.isEmpty ? "" : ",\(unit)")
    return heading + "\n"
      + TextualTable(
        headings: ["option", "mean", "95 % interval", "P10", "P50", "P90", "chance of best"],
        alignment: [.left, .right, .right, .right, .right, .right, .right], rows: rows
      ).text
  }

  private var differenceTable: String {
    let rows = others.map { option -> [String] in
      let (difference, _, better) = against(option)
      return [
        comparison.options[option], difference.map { NumberText.short($0.difference.value) } ?? "-",
        difference.map { "\(NumberText.short($0.difference.low)) to \(NumberText.short($0.difference.high))" } ?? "-",
        better.map { NumberText.percent($0.value) } ?? "-", difference?.correlation.map { NumberText.short($0) } ?? "-",
        difference.map { $0.runsSaved.isFinite ? NumberText.short($0.runsSaved) : "all" } ?? "-",
      ]
    }
    return "Difference from \(comparison.options[standard]), on the same draws\n"
      + TextualTable(
        headings: ["option", "difference", "95 % interval", "better in", "correlation", "variance reduction"],
        alignment: [.left, .right, .right, .right, .right, .right], rows: rows
      ).text
  }
}

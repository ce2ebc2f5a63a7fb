import Experimentation
import Randomness
import Results

/// The terminal report of a goal seek: the value of the input in a sentence, and the figure at the values tried.
struct GoalSeekReport {
  private let title: String
  private let result: GoalSeekResult
  private let input: SoughtInput
  private let target: FigureTarget
  private let replications: Int
  private let footer: String

  init(
    title: String, _ result: GoalSeekResult, _ input: SoughtInput, _ target: FigureTarget, replications: Int,
    footer: String
  ) {
    self.replications = replications
    self.title = title
    self.result = result
    self.input = input
    self.target = target
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let answer = Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")
    return [title, answer, table, footer].joined(separator: "\n\n")
  }

  private func figure(_ value: Double) -> String {
    if case .probability = target.figure.figure { return NumberText.percent(value) }
    guard value < .infinity else { return Absence.laterThanAny.word(in: .english) }
    return NumberText.short(value) + (target.figure.unit == .one ? "" : " \(target.figure.unit)")
  }

  private func value(_ value: Double) -> String {
    number(value) + (input.unit == .one ? "" : " \(input.unit)")
  }

  /// A value of the input.
  private func number(_ value: Double) -> String {
    input.values == .whole ? NumberText.short(count: Int(value)) : NumberText.short(value)
  }

  /// An end of a stretch, with all of its digits where a short text would have it rounded.
  private func end(_ value: Double) -> String {
    let text = number(value)
    return input.values == .whole || Double(text) == value || abs(value) >= 1000 ? text : value.shortest
  }

  /// `from k = 4 to 10`, `from share = 0 to below 0.2`
  private func ends(_ stretch: ClosedRange<Double>) -> String {
    let (low, high) = result.openEnds
    let unit = input.unit == .one ? "" : " \(input.unit)"
    return "from \(input.name) \(low == nil ? "=" : "above") \(end(low ?? stretch.lowerBound))\(unit) to "
      + "\(high == nil ? "" : "below ")\(end(high ?? stretch.upperBound))\(unit)"
  }

  private var sentence: String {
    let x = result.x
    let low = x.low.isFinite ? number(x.low) : "below \(number(input.range.lowerBound))"
    let high = x.high.isFinite ? number(x.high) : "above \(number(input.range.upperBound))"
    let interval = "(95 % interval \(low) to \(high))"
    var text =
      switch result.solution {
      case .point(let x): "\(target.figure) is \(figure(target.value)) at \(input.name) = \(value(x)) \(interval)"
      case .stretch(let stretch):
        "\(target.figure) is \(figure(target.value)) \(ends(stretch))\(rangeEnds(stretch)) \(interval)"
      case .jump(let before, let after) where before.value == .infinity || after.value == .infinity:
        "\(target.figure) is \(figure(target.value)) at no \(input.name): it is \(figure(before.value)) up to "
          + "\(input.name) = \(apart(before.x, after.x).low) and \(figure(after.value)) from "
          + "\(apart(before.x, after.x).high) on \(interval)"
      case .jump(let before, let after):
        "\(target.figure) is \(figure(target.value)) at no \(input.name): it goes from \(figure(before.value)) "
          + (input.values == .continuous
            ? "to \(figure(after.value)) in one step at \(input.name) = \(value(x.value)) \(interval)"
            : "at \(input.name) = \(value(before.x)) to \(figure(after.value)) at \(value(after.x)) \(interval)")
      }
    if let first = result.trace.first, let last = result.trace.last, first.figure.value != last.figure.value {
      let direction = first.figure.value < last.figure.value ? "rises" : "falls"
      if result.furtherCrossings.isEmpty { text += "; it \(direction) with \(input.name)" }
    }
    text += "."
    if !result.furtherCrossings.isEmpty {
      let others = result.furtherCrossings.map {
        "between \(number($0.lowerBound)) and \(number($0.upperBound))"
      }
      text += " It meets or passes the target again \(others.joined(separator: ", and "))."
    }
    return text
  }

  /// Two values that lie close to each other, with as many digits as tell them apart.
  private func apart(_ low: Double, _ high: Double) -> (low: String, high: String) {
    var (one, other) = (number(low), number(high))
    // The least numbers have no decimals to write.
    for digits in 4...15 where one == other && min(abs(low), abs(high)) > 1e-100 {
      one = NumberText.format(low, significant: digits)
      other = NumberText.format(high, significant: digits)
    }
    let unit = input.unit == .one ? "" : " \(input.unit)"
    return (one + unit, other + unit)
  }

  /// Which ends of a stretch are only those of the range.
  private func rangeEnds(_ stretch: ClosedRange<Double>) -> String {
    switch (stretch.lowerBound == input.range.lowerBound, stretch.upperBound == input.range.upperBound) {
    case (true, true): ", the whole range"
    case (true, false): ", from the lower end of the range"
    case (false, true): ", the upper end of the range"
    case (false, false): ""
    }
  }

  /// The values spread over the range and the one nearest to the answer; the file has all.
  private var table: String {
    let answer = result.trace.min { abs($0.x - result.x.value) < abs($1.x - result.x.value) }?.x
    let shown = result.trace.filter { result.grid.contains($0.x) || $0.x == answer }
    let rows = shown.map { look in
      [
        number(look.x), figure(look.figure.value),
        target.figure.interval(look.figure, replications: replications) { figure($0) },
      ]
    }
    return TextualTable(
      headings: [input.name, "\(target.figure)", "95 % interval"], alignment: [.right, .right, .right], rows: rows
    ).text
  }
}

/// The terminal report of a selection: the best option in a sentence, and the replications of each option.
struct SelectionReport {
  private let title: String
  private let selection: Selection
  private let sweep: Sweep
  private let measure: MeasureReading
  private let outOfSample: Estimate
  private let lessIsBetter: Bool
  private let footer: String

  /// - `outOfSample`: the mean of the winner on replications that were not used in the selection.
  init(
    title: String, _ selection: Selection, _ sweep: Sweep, _ measure: MeasureReading, outOfSample: Estimate,
    lessIsBetter: Bool, footer: String
  ) {
    self.title = title
    self.selection = selection
    self.sweep = sweep
    self.measure = measure
    self.outOfSample = outOfSample
    self.lessIsBetter = lessIsBetter
    self.footer = footer
  }

  /// More options than these are only in the file.
  private static let rowsShown = 40

  var text: String {
    let terminal = Terminal.standardOutput
    let unit = measure.unit == .one ? "" : " \(measure.unit)"
    let choice =
      selection.isDecided
      ? "\(selection.winner.name) is the best option, or within \(NumberText.short(selection.indifference))\(unit) of the best, with a "
        + "probability of at least \(NumberText.percent(selection.confidence))"
      : "\(selection.winner.name) has the best mean, but \(selection.survivors.count) options are not significantly different after "
        + "\(selection.replications[selection.winner.index]) replications; raise --max-replications or --indifference"
    let sentence =
      choice
      + ". Out of sample its \(MeasureTitles.phrase(of: measure.name)) is \(NumberText.short(outOfSample.value))\(unit) on average "
      + "(95 % interval \(outOfSample.interval { NumberText.short($0) }))."
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
      sweep.labels(of: option) + [
        NumberText.short(selection.means[option].value),
        selection.means[option].interval { NumberText.short($0) },
        "\(selection.replications[option])", selection.survivors.contains(option) ? "retained" : "eliminated",
      ]
    }
    let headings = sweep.variations.map(\.name) + ["mean", "95 % interval", "replications", ""]
    let more =
      sweep.count > Self.rowsShown ? "\n  … and \(sweep.count - Self.rowsShown) more options in the file" : ""
    return MeasureTitles.heading(of: measure.name) + (unit.isEmpty ? "" : ",\(unit)") + "\n"
      + TextualTable(
        headings: headings, alignment: headings.dropLast().map { _ in .right } + [.left], rows: Array(rows),
        keys: sweep.variations.count
      ).text + more
  }
}

import Demand
import Experimentation
import Randomness
import Results

/// The terminal report of a run: the answer, the table of measures, the checks, the files.
struct RunReport {
  private let description: RunDescription
  private let summary: RunSummary
  private let written: WrittenResults
  private let precision: String?

  /// - `precision`: whether the requested precision was reached.
  init(
    _ description: RunDescription, _ summary: RunSummary, _ written: WrittenResults, precision: String? = nil
  ) {
    self.description = description
    self.summary = summary
    self.written = written
    self.precision = precision
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [terminal.bold(description.experiment) + ": " + description.question]
    let sentences = written.results.answer(in: .english).map { terminal.finding($0) }
    // The experiment's own answer stands by itself.
    let own = written.results.facts.answer == nil ? 0 : 1
    paragraphs += sentences.prefix(own)
    if sentences.count > own { paragraphs.append(sentences.dropFirst(own).joined(separator: "\n")) }
    if let pictures { paragraphs.append(pictures) }
    if let precision { paragraphs.append(Paragraph.wrap(precision).joined(separator: "\n")) }
    paragraphs.append(measureTable)
    if summary.hasEvents { paragraphs.append(survival) }
    if !summary.schema.checks.isEmpty { paragraphs.append(checks) }
    if let gain { paragraphs.append(Paragraph.wrap(gain).joined(separator: "\n")) }
    paragraphs.append(settings)
    return paragraphs.joined(separator: "\n\n")
  }

  /// Medians by month as sparklines.
  private var pictures: String? {
    guard !Terminal.isPlain else { return nil }
    var lines: [(name: String, line: String, ends: String)] = []
    for name in ["cost", "benefit", "cumulative_cash", "gpus"] {
      guard let index = summary.schema.series.firstIndex(where: { $0.name == name }) else { continue }
      let medians = summary.timeline[index].compactMap { $0.quantiles([0.5])[0] }
      guard let first = medians.first, let last = medians.last, medians.count == summary.timeline[index].count else {
        continue
      }
      let unit = summary.schema.series[index].unit
      lines.append((name, Sparkline.line(medians), "\(NumberText.short(first)) to \(NumberText.short(last)) \(unit)"))
    }
    guard !lines.isEmpty else { return nil }
    let width = lines.reduce(0) { max($0, $1.name.count) }
    return "Medians by month\n"
      + lines.map { name, line, ends in
        "  \(name)" + String(repeating: " ", count: width - name.count + 2) + "\(line)  \(ends)"
      }.joined(separator: "\n")
  }

  private var measureTable: String {
    let checked = Set(summary.schema.checks.map(\.measure))
    var rows: [[String]] = []
    var details = 0
    for (index, (declaration, measure)) in zip(summary.schema.measures, summary.measures).enumerated()
    where !checked.contains(index) {
      guard !declaration.isDetail else {
        details += 1
        continue
      }
      let quantiles = measure.quantiles([0.10, 0.50, 0.90])
      rows.append(
        [declaration.name, declaration.unit.description]
          + [measure.mean.map { NumberText.short($0) } ?? "-"]
          + quantiles.map { $0.map { NumberText.short($0) } ?? (declaration.isEvent ? "never" : "-") })
    }
    return TextualTable(
      headings: ["measure", "unit", "mean", "P10", "P50", "P90"],
      alignment: [.left, .left, .right, .right, .right, .right],
      rows: rows
    ).text + (details == 0 ? "" : "\n  and \(details) more in summary.csv")
  }

  /// The chance that each event has happened, by the end of some months.
  private var survival: String {
    let months = summary.schema.horizon?.months ?? 0
    // Years, or every so many of them; of a year its quarters.
    let step = months > 12 ? 12 * ((months + 71) / 72) : 3
    let shown = Array(stride(from: min(step, months), through: months, by: step))
    let rows = zip(summary.schema.measures, summary.events).compactMap { declaration, event -> [String]? in
      guard let event else { return nil }
      let chances = event.chances
      return [declaration.name] + shown.map { NumberText.percent(chances[$0 - 1].value) }
        + [NumberText.percent(event.chanceOfNever.value)]
    }
    return "The chance that it has happened by the end of a month\n"
      + TextualTable(
        headings: ["measure"] + shown.map { "month \($0)" } + ["never"],
        alignment: [.left] + shown.map { _ in .right } + [.right], rows: rows
      ).text
  }

  private var checks: String {
    var lines = ["Checks: closed form, and simulation (P50; P10 to P90)"]
    for check in summary.schema.checks {
      let quantiles = summary.measures[check.measure].quantiles([0.10, 0.50, 0.90]).map { NumberText.short($0) }
      let unit = check.unit == .one ? "" : " \(check.unit)"
      var line =
        "  \(check.name): \(NumberText.short(check.byHand))\(unit) in closed form; simulated \(quantiles[1])\(unit)"
      line += " (\(quantiles[0]) to \(quantiles[2]))"
      if check.byHand != 0, let median = summary.measures[check.measure].quantiles([0.5])[0] {
        line += ", \(NumberText.short(median / check.byHand)) times"
      }
      lines.append(line)
      if !check.explanation.isEmpty { lines += Paragraph.wrap(check.explanation, indent: 4) }
    }
    return lines.joined(separator: "\n")
  }

  /// The variance reduction of the sampling.
  private var gain: String? {
    guard let sampled = summary.sampled else { return nil }
    let index = summary.schema.measures.firstIndex { $0.name == "npv" } ?? 0
    let declaration = summary.schema.measures[index]
    guard let estimate = sampled.estimate(of: index) else {
      return "Sampling \(sampled.sampling): \(declaration.name) has no mean; see precision.csv for the other measures."
    }
    let unit = declaration.unit == .one ? "" : " \(declaration.unit)"
    let mean =
      "Sampling \(sampled.sampling): the mean of \(declaration.name) is \(NumberText.short(estimate.mean.value))\(unit), 95 % "
      + "interval \(NumberText.short(estimate.mean.low)) to \(NumberText.short(estimate.mean.high))"
    guard estimate.gain.isFinite else { return mean + ": nothing of its variance is left." }
    return mean
      + (estimate.gain >= 1
        ? ", as good as from \(NumberText.short(estimate.gain)) times as many independent replications."
        : ": worse than from as many independent replications, of which \(NumberText.short(estimate.gain)) times as many "
          + "would do; leave --sampling out.")
  }

  private var settings: String {
    "\(summary.replications) replications, seed \(description.plan.seed)\(description.plan.optionsText)\n"
      + written.filesLine
  }
}

/// The figure that `--precision` asks for, and how narrow its interval is to be.
struct PrecisionGoal {
  let figure: FigureReading
  let rule: StoppingRule

  /// Reads `mean(npv)=2%` or `P(npv>0)=0.01`.
  /// - `minimum`: the replications before the first look.
  init(_ text: String, minimum: Int, cap: Int, of schema: RunSchema) throws(InvalidValue) {
    let option = "--precision"
    let target = try FigureTarget(text, of: schema, option: option)
    figure = target.figure
    let isProbability = if case .probability = figure.figure { true } else { false }
    // 2 % of a probability is 0.02; of any other figure it is relative.
    let precision: StoppingRule.Precision =
      text.hasSuffix("%") && !isProbability ? .relative(target.value) : .absolute(target.value)
    guard minimum >= 2, minimum <= cap else {
      throw InvalidValue(
        "\(option) \(text)",
        "it needs at least 2 replications before the first check and no more than --max-replications; "
          + "they are \(minimum) and \(cap)", remedy: "set --replications below --max-replications")
    }
    rule = try StoppingRule(figure.figure, precision, minimum: minimum, cap: cap)
  }

  /// Whether the precision was reached, in a sentence.
  func text(of verdict: StoppingVerdict, replications: Int) -> String {
    let estimate = verdict.estimate
    let unit = figure.unit == .one ? "" : " \(figure.unit)"
    let reached =
      "\(figure) is \(NumberText.short(estimate.value))\(unit), 95 % interval \(NumberText.short(estimate.low)) to "
      + "\(NumberText.short(estimate.high))"
    let asked =
      switch rule.precision {
      case .absolute(let width): "\(NumberText.short(width))\(unit)"
      case .relative(let share): NumberText.percent(share)
      }
    switch verdict.reason {
    case .precise:
      return "\(reached): the requested half width of \(asked) was reached after \(replications) replications."
    case .nothingHappened:
      return
        "\(reached): its precision cannot be estimated, because the event did not occur in \(replications) replications, "
        + "the maximum; raise --max-replications."
    case .tooWide, .betweenLooks:
      return "\(reached): wider than the requested half width of \(asked) after \(replications) replications, the "
        + "maximum; raise --max-replications, or request a wider interval."
    }
  }
}

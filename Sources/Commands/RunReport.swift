import Demand
import Economics
import Experimentation
import Randomness
import Results

/// The terminal report of a run: the answer, the table of measures, the checks, the files.
struct RunReport {
  private let description: RunDescription
  private let summary: RunSummary
  private let written: WrittenResults
  private let precision: String?
  private let drivers: Drivers?
  private let fleetCheck: String?

  ///
  /// - `drivers`: what drives the value; `nil` where that cannot be said.
  /// - `fleetCheck`: how far its fleets are from a simulation of every request; `nil` where that is not known.
  /// - `precision`: whether the requested precision was reached.
  init(
    _ description: RunDescription, _ summary: RunSummary, _ written: WrittenResults, drivers: Drivers? = nil,
    fleetCheck: String? = nil, precision: String? = nil
  ) {
    self.fleetCheck = fleetCheck
    self.drivers = drivers
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
    if let drivers { paragraphs.append(Paragraph.wrap(driverSentence(drivers)).joined(separator: "\n")) }
    if let pictures { paragraphs.append(pictures) }
    if let precision { paragraphs.append(Paragraph.wrap(precision).joined(separator: "\n")) }
    paragraphs.append(measureTable)
    if let breakEvens { paragraphs.append(breakEvens) }
    if !summary.schema.income.isEmpty { paragraphs.append(income) }
    if let drivers { paragraphs.append(driverTable(drivers)) }
    if let fleetCheck { paragraphs.append(Paragraph.wrap(fleetCheck).joined(separator: "\n")) }
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
    for name in ["operating_cost", "operating_benefit", "cumulative_cash", "gpus"] {
      guard let index = summary.schema.series.firstIndex(where: { $0.name == name }) else { continue }
      let medians = summary.timeline[index].compactMap { $0.quantiles([0.5])[0] }
      guard let first = medians.first, let last = medians.last, medians.count == summary.timeline[index].count else {
        continue
      }
      let unit = summary.schema.series[index].unit
      lines.append(
        (
          MeasureTitles.short(of: name), Sparkline.line(medians),
          "\(NumberText.short(first)) to \(NumberText.short(last)) \(unit)"
        ))
    }
    guard !lines.isEmpty else { return nil }
    let width = lines.reduce(0) { max($0, $1.name.count) }
    return "Medians by month, from the first to the last\n"
      + lines.map { name, line, ends in
        "  \(name)" + String(repeating: " ", count: width - name.count + 2) + "\(line)  \(ends)"
      }.joined(separator: "\n")
  }

  private var measureTable: String {
    let checked = Set(summary.schema.checks.map(\.measure))
    var rows: [[String]] = []
    var names: [String] = []
    var partly: [String] = []
    var details = 0
    for (index, (declaration, measure)) in zip(summary.schema.measures, summary.measures).enumerated()
    where !checked.contains(index) {
      guard !declaration.isDetail else {
        details += 1
        continue
      }
      let quantiles = measure.quantiles([0.10, 0.50, 0.90])
      if declaration.absence == .doesNotExist, measure.empty > 0 {
        partly.append(
          "\n  \(MeasureTitles.short(of: declaration.name)) has a value in \(NumberText.percent(measure.shareWithValue)) of the replications; its "
            + "percentiles are of those alone")
      }
      names.append(declaration.name)
      rows.append(
        [MeasureTitles.short(of: declaration.name), declaration.unit.description]
          + [measure.mean.map { text($0, declaration) } ?? "-"]
          + quantiles.map { $0.map { text($0, declaration) } ?? declaration.absence.word(in: .english) })
    }
    return TextualTable(
      headings: ["measure", "unit", "mean", "P10", "P50", "P90"],
      alignment: [.left, .left, .right, .right, .right, .right],
      rows: rows
    ).text + partly.joined() + (details == 0 ? "" : "\n  and \(details) more in summary.csv") + "\n"
      + Paragraph.wrap("names to type, in the same order: " + names.joined(separator: ", "), indent: 2)
      .joined(separator: "\n")
  }

  /// By what each break-even is one; `nil` where there is none.
  private var breakEvens: String? {
    let checked = Set(summary.schema.checks.map(\.measure))
    let lines = summary.schema.measures.enumerated().flatMap { place, measure -> [String] in
      guard let value = measure.sought, !checked.contains(place) else { return [] }
      return Paragraph.wrap("\(MeasureTitles.short(of: measure.name)) (\(value.input)): \(value.text)", indent: 2)
    }
    guard !lines.isEmpty else { return nil }
    return (Paragraph.wrap(BreakEvenNote.text(in: .english) + ":") + lines).joined(separator: "\n")
  }

  /// A rate a year as a percentage: 9.06 would be read as 9 %.
  private func text(_ value: Double, _ measure: MeasureDeclaration) -> String {
    measure.unit == .perYear ? NumberText.rate(value) : NumberText.short(value)
  }

  /// The profit and loss of each year, means over the replications, which add up.
  private var income: String {
    let years = Array((summary.income.first?.indices ?? 0..<0).prefix(Self.mostYears))
    func row(_ name: String, _ isIn: (IncomeRow) -> Bool) -> [String] {
      let rows = zip(summary.schema.income, summary.income).filter { isIn($0.0) }
      return [name]
        + years.map { year in NumberText.short(rows.reduce(0) { $0 + ($1.1[year].mean ?? 0) }) }
    }
    let totals = [
      row("benefits") { $0.section == .benefits }, row("operating costs") { $0.section == .operatingCosts },
    ]
    let lines = [
      "depreciation", "gain on sales", "operating result", "tax", "net result", "cash from operations",
      "cash from capital", "cash", "cumulative cash", "cumulative discounted cash",
    ]
    let shown = (totals + lines.map { line in row(line) { $0.line == line && $0.section != .benefits } }).filter {
      $0.dropFirst().contains { $0 != "0" }
    }
    return "By year, means in \(summary.schema.currency?.description ?? ""); year 0 is time zero; lines in income.csv\n"
      + TextualTable(
        headings: ["year"] + years.map { "\($0)" }, alignment: [.left] + years.map { _ in .right }, rows: shown
      ).text
  }

  private static let mostYears = 11

  private func driverSentence(_ drivers: Drivers) -> String {
    let measure = MeasureTitles.short(of: drivers.measure)
    let shown = drivers.drivers.filter(\.hasShare)
    let explained = min(shown.reduce(0) { $0 + $1.share }, 1)
    guard let first = shown.max(by: { $0.share < $1.share }) else {
      return "No input alone explains a significant share of the variance of \(measure); "
        + "inputs together and chance do."
    }
    let others = shown.filter { $0.input != first.input }.sorted { $0.share > $1.share }.prefix(2)
      .map { "\($0.input) \(NumberText.percent($0.share))" }
    let sum =
      shown.count == 1
      ? "; it is the only input above the noise, "
      : "; the \(shown.count) inputs above the noise, each alone, explain \(NumberText.percent(explained)), "
    return
      "What drives the \(measure): \(first.input) explains \(NumberText.percent(first.share)) of its variance alone"
      + (others.isEmpty ? "" : ", " + others.joined(separator: ", "))
      + sum + "and the rest is inputs together and chance."
  }

  private func driverTable(_ drivers: Drivers) -> String {
    let shown = drivers.drivers.prefix(8)
    let rows = shown.map { driver in
      [
        driver.input, NumberText.short(driver.meanAtLowest), NumberText.short(driver.meanAtHighest),
        NumberText.short(driver.swing.value),
        "\(NumberText.short(driver.swing.low)) to \(NumberText.short(driver.swing.high))",
        driver.hasShare ? NumberText.percent(driver.share) : "not shown",
      ]
    }
    let more = drivers.drivers.count - shown.count
    return
      "What drives it: the mean of the \(MeasureTitles.short(of: drivers.measure)) where an input is in its lowest and in its highest tenth\n"
      + TextualTable(
        headings: ["input", "lowest", "highest", "swing", "95 % interval", "of variance"],
        alignment: [.left, .right, .right, .right, .right, .right], rows: rows
      ).text + (more > 0 ? "\n  and \(more) more in drivers.csv" : "")
      + (UnusedInputsSentence(drivers.unused, .english).text.map {
        "\n" + Paragraph.wrap($0, indent: 2).joined(separator: "\n")
      } ?? "")
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
      return [MeasureTitles.short(of: declaration.name)] + shown.map { NumberText.percent(chances[$0 - 1].value) }
        + [NumberText.percent(event.chanceOfNever.value)]
    }
    return "The chance that it has happened for good by the end of a month\n"
      + TextualTable(
        headings: ["measure"] + shown.map { "month \($0)" } + ["never"],
        alignment: [.left] + shown.map { _ in .right } + [.right], rows: rows
      ).text
  }

  private var checks: String {
    var lines = ["Checks: by hand, and simulated (P50; P10 to P90)"]
    for check in summary.schema.checks {
      let measured = summary.measures[check.measure]
      let quantiles = measured.quantiles([0.10, 0.50, 0.90]).map { NumberText.short($0, absence: measured.absence) }
      let unit = check.unit == .one ? "" : " \(check.unit)"
      var line =
        "  \(check.name): \(NumberText.short(check.byHand))\(unit) by hand; simulated \(quantiles[1])\(unit)"
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
    let index = summary.schema.mainMeasure
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

extension Estimate {
  /// The interval in words; an end that the replications are too few for is left out.
  /// - Parameter mayEndInNever: whether an infinite upper end is never, and not one for which they are too few.
  func interval(mayEndInNever: Bool = false, _ text: (Double) -> String) -> String {
    let never = Absence.laterThanAny.word(in: .english)
    if mayEndInNever, high == .infinity {
      if low == .infinity { return never }
      return low.isFinite ? "\(text(low)) to \(never)" : "unknown (too few replications)"
    }
    return switch (low.isFinite, high.isFinite) {
    case (true, true): "\(text(low)) to \(text(high))"
    case (true, false): "from \(text(low)) (too few replications for its upper end)"
    case (false, true): "up to \(text(high)) (too few replications for its lower end)"
    case (false, false): "unknown (too few replications)"
    }
  }
}

extension FigureReading {
  /// The interval of the figure in words, from so many replications.
  func interval(_ estimate: Estimate, replications: Int, _ text: (Double) -> String) -> String {
    guard mayBeNever, case .quantile(let probability) = figure else { return estimate.interval(text) }
    let ranks = OrderStatisticInterval(probability, count: replications, confidence: estimate.confidence)
    return estimate.interval(mayEndInNever: ranks.highRank != nil, text)
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
    let value =
      estimate.value < .infinity
      ? NumberText.short(estimate.value) + unit : Absence.laterThanAny.word(in: .english)
    let reached =
      "\(figure) is \(value), 95 % interval "
      + figure.interval(estimate, replications: replications) { NumberText.short($0) }
    let asked =
      switch rule.precision {
      case .absolute(let width): "\(NumberText.short(width))\(unit)"
      case .relative(let share): NumberText.ratio(share)
      }
    switch verdict.reason {
    case .precise:
      return "\(reached): the requested half width of \(asked) was reached after \(replications) replications."
    case .nothingHappened:
      let reason: String
      if case .probability = figure.figure {
        reason = "the event did not occur in \(replications) replications"
      } else {
        reason = "all \(replications) replications gave the same"
      }
      return "\(reached): its precision cannot be estimated, because \(reason), the maximum; raise --max-replications."
    case .reachesNever where estimate.value == .infinity:
      return "\(reached): it has no half width, because \(figure.reading.measure.name) is never in too many of the "
        + "\(replications) replications, the maximum; request a lower percentile, or the probability that it comes."
    case .reachesNever:
      return "\(reached): the interval has no half width, because its upper end is never, after \(replications) "
        + "replications, the maximum; raise --max-replications, or request a lower percentile."
    case .tooWide, .betweenLooks:
      return "\(reached): wider than the requested half width of \(asked) after \(replications) replications, the "
        + "maximum; raise --max-replications, or request a wider interval."
    }
  }
}

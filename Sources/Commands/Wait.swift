import ArgumentParser
import Experimentation
import Randomness
import Results

/// `payoff wait EXPERIMENT`: whether to act now or wait, and for what.
struct WaitCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "wait", title: Text("when to act", zh: "行动时机"), "Decides whether to act now or to wait, and for what.",
    details: """
      Every date of a @Timing, and never acting, is simulated on the same draws. From the indicators that are observed by \
      each date it finds the threshold at which to act, and estimates by regression when waiting is worth more than acting \
      (Longstaff and Schwartz 2001). Every figure is out of sample: from replications on which no rule was chosen. The \
      best of the dates, and of acting at once and never, is that of all replications; dates that cannot be told apart \
      from it are named.
      """,
    examples: ["payoff wait InflectionPoint", "payoff wait ApiOrOwn --replications 2000"],
    firstStep: "whether to act now or to wait, and for what")

  static let presentation = Presentation(
    charts: [.timing, .acting],
    tables: [
      ShownTable(
        .timing,
        [
          "strategy", "mean", "ci95_low", "ci95_high", "improvement", "improvement_ci95_low", "improvement_ci95_high",
          "median_month",
          "never",
        ])
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(help: "The timing to decide. (default: the only one)")
  var timing: String?

  @Option(
    help: ArgumentHelp(
      "The measure to maximise, discounted to time zero. (default: npv)", valueName: "MEASURE"))
  var measure: String?

  @OptionGroup var replicated: ReplicatedOptions

  func check() throws { _ = try plan }

  fileprivate var plan: RunPlan {
    get throws(InvalidValue) {
      // A regression cannot be fitted to fewer.
      try replicated.plan(atLeast: 50, for: "the regression on when to act")
    }
  }

  fileprivate var shellOptions: [String] {
    ShellText.option("--timing", timing) + ShellText.option("--measure", measure) + replicated.shellOptions
  }

  func run<E: Experiment>(_ experiment: E.Type) throws { try WaitTask<E>(self).run() }
}

/// The work of deciding when to act.
private struct WaitTask<E: Experiment> {
  private let task: PreparedExperiment<E>
  private let output: OutputOptions
  private let reading: MeasureReading
  private let rows: OptionRows<E>
  private let timing: ChoiceDeclaration
  /// The months of the options, of which one is never.
  private let months: [Int?]

  init(_ options: WaitCommand) throws {
    let plan = try options.plan.completed(for: E.self)
    output = options.replicated.output
    let experiment = try ResolvedExperiment<E>.declared(plan)
    timing = try Self.timing(options.timing, of: experiment)
    months = timing.months ?? []
    rows = try OptionRows([timing.name], of: experiment, plan: plan)
    task = try PreparedExperiment<E>(
      plan, output, of: WaitCommand.facts, options: options.shellOptions, kind: WaitCommand.name,
      distinctions: [timing.name], tried: (rows, rows.names.count, Array(rows.names.indices)))
    try rows.requireEqualLives(in: task.schema)
    reading = try MeasureReading(options.measure, of: task.schema)
    guard reading.bar == nil, reading.unit != "month" else {
      throw InvalidValue(
        "--measure \(reading.name)", "the value of waiting is measured in money at time zero", remedy: "use npv")
    }
  }

  private static func timing(
    _ name: String?, of experiment: ResolvedExperiment<E>
  ) throws(InvalidValue) -> ChoiceDeclaration {
    let timings = experiment.choices.map(\.declaration).filter { $0.months != nil }
    let names = timings.map(\.name)
    if let name {
      if let found = timings.first(where: { $0.name == name }) { return found }
      throw InvalidValue(
        "--timing \(name)", "there is no timing of that name",
        remedy: NearestName.remedy(for: name, among: names))
    }
    guard let only = timings.first else {
      throw InvalidValue(
        "\(E.self)", "it has no @Timing, so there is no date to choose",
        remedy: "declare @Timing(\"when we do it\", every: 6, through: 36) var start: Int? = 0")
    }
    guard timings.count == 1 else {
      throw InvalidValue(
        "\(E.self)", "it has \(timings.count) timings",
        remedy: "name one: --timing \(names.joined(separator: " or --timing "))")
    }
    return only
  }

  func run() throws {
    let replications = task.plan.replications
    let directory = try task.directory()
    let training = try table(0..<replications)
    let outOfSample = try table(replications..<2 * replications)
    let analysis = try TimingAnalysis(training: training, outOfSample: outOfSample)
    let names = TimingNames(analysis, task.schema.indicators.map(\.unit))
    let report = WaitReport(title: task.title, analysis, names, timing: timing, measure: reading)
    try write(analysis, names: names.rows(of: analysis), to: directory)
    try task.description.writeInputs(to: directory)
    let written = try task.description.finish(
      directory, task.schema, WaitCommand.presentation, measure: reading.name,
      answer: report.sentences.joined(separator: " "))
    output.show(
      written,
      report.text(
        footer:
          "\(months.count) options × \(replications) replications to choose on and as many out of sample, seed "
          + "\(task.plan.seed)\(task.plan.optionsText)\n" + written.filesLine))
  }

  /// The value of each date, and what is observed by then.
  private func table(_ replications: Range<Int>) throws -> TimingTable {
    let indicators = task.schema.indicators
    var table = TimingTable(
      months: months.compactMap(\.self), indicators: indicators.map(\.name), replications: replications)
    let count = months.count
    var values: [Double] = []
    try task.compute(
      rows, (replications.lowerBound * count)..<(replications.upperBound * count), reading: reading
    ) { records in
      for record in records {
        guard let value = reading.value(of: record) else {
          throw reading.missing(1, of: replications.count, in: task.schema)
        }
        values.append(value)
        guard values.count == count else { continue }
        // The last option is never, in which the indicators do not depend on the action.
        let known = table.months.map { month in indicators.map { record.timeline[$0.series][month] } }
        table.add(never: values[count - 1], values: Array(values.dropLast()), known: known)
        values.removeAll(keepingCapacity: true)
      }
    }
    return table
  }

  private func write(_ analysis: TimingAnalysis, names: [String], to directory: OutputDirectory) throws(OutputError) {
    let rows = Array(zip(names, analysis.fixed + analysis.strategies))
    let timing = try directory.table(
      .timing,
      [
        Column("strategy", .string), Column("measure", .string), Column("unit", .string),
        Column("mean", .number, "out of sample"), Column("ci95_low", .number), Column("ci95_high", .number),
        Column("improvement", .number, "over the better of acting at once and never, in the same replications"),
        Column("improvement_ci95_low", .number), Column("improvement_ci95_high", .number),
        Column("training_mean", .number, "on the replications on which rules were chosen, biased upwards for rules"),
        Column("median_month", .integer, "by which the action has been taken in half of the replications"),
        Column("never", .number, "share of replications without the action"),
      ])
    for (name, row) in rows {
      try timing.write(
        [name, reading.name, reading.unit.description], row.mean.cells, row.gain.cells,
        [row.trainingMean, row.medianDate.map { analysis.months[$0] }, row.never])
    }
    let acting = try directory.table(
      .acting,
      [
        Column("strategy", .string), Column("month", .integer, "from 0, before the first month"),
        Column("share", .number, "share of replications with the action in that month"),
      ])
    for (name, row) in rows {
      for (month, share) in zip(analysis.months, row.acting) { try acting.write([name, month, share]) }
    }
  }
}

extension ResultTable {
  static let timing = ResultTable("timing", title: Text("The value of each date and each rule", zh: "各时点与策略的价值"))
  static let acting = ResultTable("acting", title: Text("When each rule acts", zh: "各策略的行动时点"))
}

/// The terminal report of `payoff wait`: the best decision now, the rule to wait by, and the value of waiting.
private struct WaitReport {
  private let title: String
  private let analysis: TimingAnalysis
  private let names: TimingNames
  private let timing: ChoiceDeclaration
  private let measure: MeasureReading

  init(
    title: String, _ analysis: TimingAnalysis, _ names: TimingNames, timing: ChoiceDeclaration,
    measure: MeasureReading
  ) {
    self.title = title
    self.analysis = analysis
    self.names = names
    self.timing = timing
    self.measure = measure
  }

  /// - `footer`: how it was made, and where the files are.
  func text(footer: String) -> String {
    let terminal = Terminal.standardOutput
    let sentences = self.sentences.map {
      Paragraph.wrap($0).map { terminal.bold($0) }.joined(separator: "\n")
    }
    return
      ([title] + sentences + [
        table(analysis.fixed, "a date fixed in advance") { names.name(of: $0) },
        table(analysis.strategies, "a rule chosen in sample") { names.chosenName(of: $0) },
      ]
      + [footer]).joined(separator: "\n\n")
  }

  /// The recommendation, and the value of waiting.
  var sentences: [String] { [decision, waiting] }

  private var unit: String { measure.unit == .one ? "" : " \(measure.unit)" }
  private func short(_ value: Double) -> String { NumberText.short(value) }

  private func interval(_ estimate: Estimate) -> String {
    "95 % interval \(short(estimate.low)) to \(short(estimate.high))"
  }

  private var decision: String { [nowOrNever, bestDate].joined(separator: " ") }

  private var nowOrNever: String {
    let today = analysis.today
    let sentence =
      "\(timing.name) (\(timing.meaning)): if it is now or never, the best choice is \(names.name(of: today.strategy)), "
      + "with a mean \(MeasureTitles.phrase(of: measure.name)) of \(short(today.mean.value))\(unit) (\(interval(today.mean)))."
    guard analysis.now.contains(0) else { return sentence }
    return sentence
      + " At once and never are not told apart: acting at once brings \(short(analysis.now.value))\(unit) more "
      + "(\(interval(analysis.now)))."
  }

  private var bestDate: String {
    let best = analysis.strategies[0]
    let alike = analysis.alike.map { names.name(of: $0.strategy) }
    guard names.name(of: best.strategy) != names.name(of: analysis.today.strategy), best.gain.value > 0 else {
      return alike.isEmpty
        ? "No later date that is fixed now is better." : "No later date that is fixed now is shown to be better."
    }
    let sentence =
      "The best date to fix now is \(names.name(of: best.strategy)): \(short(best.gain.value))\(unit) more "
      + "(\(interval(best.gain)))."
    guard let last = alike.last else { return sentence }
    let others = alike.count > 1 ? "\(alike.dropLast().joined(separator: ", ")) and \(last)" : last
    return sentence + " Not told apart from it: \(others)."
  }

  private var waiting: String {
    guard analysis.strategies.count > 1 else {
      return "The experiment has no indicator, so waiting reveals nothing. With perfect foresight the mean would be "
        + "\(short(analysis.foresight.value))\(unit)."
    }
    let waiting = analysis.waiting
    let later = analysis.strategies[0].gain.value
    let delay =
      if later <= 0 {
        ""
      } else if later < waiting.value {
        ", of which \(short(later))\(unit) is what the best date that is fixed now brings without knowing more"
      } else {
        "; the best date that is fixed now brings no less without knowing more: \(short(later))\(unit)"
      }
    let worth =
      waiting.low > 0
      ? "To look each month at what is known by then is worth \(short(waiting.value))\(unit) more than now or never "
        + "(\(interval(waiting)))\(delay)."
      : "To look each month at what is known by then is not significantly better than now or never: "
        + "\(short(waiting.value))\(unit) (\(interval(waiting)))."
    guard analysis.strategies.count > 2, case .trigger(let trigger) = analysis.strategies[1].strategy else {
      return worth
    }
    let row = analysis.strategies[1]
    let when =
      row.medianDate.map { "happens in month \(analysis.months[$0]) in the median and never in " }
      ?? "never happens in "
    return worth
      + " The best simple rule is to act once \(names.condition(trigger)), which \(when)"
      + "\(NumberText.percent(row.never)) of simulated futures. It brings \(short(row.gain.value))\(unit) more than now or "
      + "never (\(interval(row.gain))). With perfect foresight the mean would be \(short(analysis.foresight.value))\(unit)."
  }

  private func table(
    _ rows: [TimingAnalysis.Row], _ kind: String, name: (TimingStrategy) -> String
  ) -> String {
    let cells = rows.map { row in
      [
        name(row.strategy), short(row.mean.value), "\(short(row.mean.low)) to \(short(row.mean.high))",
        short(row.gain.value), "\(short(row.gain.low)) to \(short(row.gain.high))",
        row.medianDate.map { "\(analysis.months[$0])" } ?? "never", NumberText.percent(row.never),
      ]
    }
    return "\(MeasureTitles.heading(of: measure.name)),\(unit) by \(kind), out of sample\n"
      + TextualTable(
        headings: ["act", "mean", "95 % interval", "over now or never", "95 % interval", "median month", "never"],
        alignment: [.left, .right, .right, .right, .right, .right, .right], rows: cells
      ).text
  }
}

/// The names of the strategies of a timing.
private struct TimingNames {
  private let months: [Int]
  private let indicators: [String]
  private let units: [InputUnit]

  init(_ analysis: TimingAnalysis, _ units: [InputUnit]) {
    months = analysis.months
    indicators = analysis.indicators
    self.units = units
  }

  func name(of strategy: TimingStrategy) -> String {
    switch strategy {
    case .on(let date): months[date] == 0 ? "at once" : "in month \(months[date])"
    case .never: "never"
    case .trigger(let trigger): "once \(condition(trigger))"
    case .learnt: "by regression on \(indicators.joined(separator: ", "))"
    }
  }

  /// A strategy that was chosen: among dates `best date: in month 6`, which tells it from that date itself.
  func chosenName(of strategy: TimingStrategy) -> String {
    switch strategy {
    case .on, .never: "best date: \(name(of: strategy))"
    case .trigger, .learnt: name(of: strategy)
    }
  }

  /// The name of each row of an analysis, the dates fixed in advance first.
  func rows(of analysis: TimingAnalysis) -> [String] {
    analysis.fixed.map { name(of: $0.strategy) } + analysis.strategies.map { chosenName(of: $0.strategy) }
  }

  /// `rent ≤ 5.20 USD/GPU-hour`
  func condition(_ trigger: IndicatorTrigger) -> String {
    let unit = units[trigger.indicator] == .one ? "" : " \(units[trigger.indicator])"
    return "\(indicators[trigger.indicator]) \(trigger.isBelow ? "≤" : "≥") \(NumberText.short(trigger.level))\(unit)"
  }
}

import ArgumentParser
import Demand
import Economics
import Experimentation
import Randomness
import Results

/// `payoff run EXPERIMENT`: many replications of an experiment.
struct RunCommand: ExperimentCommand, ShardedCommand {
  static let facts = CommandFacts(
    "run", title: Text("forecast", zh: "预测"), "Simulates an experiment many times and writes its run directory.",
    details: """
      The answer is printed; the run directory holds a row for each replication (replications.csv), each measure \
      (summary.csv), each month (timeline.csv) and each input (inputs.csv).

      Exit codes: 64 wrong usage, 65 wrong data or a wrong experiment, 74 a file that cannot be written, 130 stopped \
      with Ctrl-C.
      """,
    examples: ["payoff run CustomerService", "payoff run CustomerService --replications 200 --set priceFall=0.4"],
    firstStep: "simulate one, and write its CSV files")

  static let presentation = Presentation(
    charts: [
      .inflection, .cumulativeCash, .value, .valueDistribution, .drivers, .costAndBenefit, .unitCost, .fleet,
      .otherSeries,
      .measures,
    ],
    tables: [
      ShownTable(.summary, ["measure", "unit", "mean", "p10", "p50", "p90", "empty"]),
      ShownTable(.chance, ["measure", "share_of_width", "aleatory_share", "ci95_low", "ci95_high"]),
      ShownTable(.income, .pivot(rows: "line", columns: "year", values: "mean", besides: "")),
      ShownTable(
        .drivers,
        ["input", "mean_lowest", "mean_highest", "swing", "swing_ci95_low", "swing_ci95_high", "variance_share"]),
    ],
    answer: { results, language in
      guard results[.summary] != nil else { return results.findings(in: language) }
      return Answer(results.facts, results.measures, in: language).sentences
        + ChanceSentence(results, in: language).sentences
    })

  @OptionGroup var subject: ExperimentArgument

  @OptionGroup var replicated: ReplicatedOptions

  @Option(
    help: ArgumentHelp(
      "How replications are drawn: a variance reduction method.",
      discussion: """
        antithetic (pairs of opposite draws), lhs and sobol (blocks of a Latin hypercube, or of the Sobol sequence, over the \
        inputs), stratified(INPUT) (equal strata of one input), controlled (control variates: the inputs, whose means are \
        known). precision.csv has the variance reduction.
        """, valueName: "SAMPLING"))
  var sampling: String = "independent"

  @Option(
    help: ArgumentHelp(
      "Runs until the 95 % interval of a figure has that half width.",
      discussion: """
        mean(npv)=2% is two per cent of the figure; P(npv>0)=0.01 and p90(npv)=5e6 are in the unit of the figure. \
        --replications is then the number before the first check; it is checked again after every 100 more. A percentile \
        of a month that may never come, as median(inflection_month)=1, is reached once both ends of its interval are months.
        """, valueName: "FIGURE=WIDTH"))
  var precision: String?

  @Option(
    parsing: .unconditional,
    help: "With --precision: the most replications. (default: 100000)",
    transform: { try WholeNumber.read($0, in: 2...Int(UInt32.max)) })
  var maxReplications = 100_000

  func check() throws { _ = try plan }

  func checkShards() throws {
    guard let precision else { return }
    throw InvalidValue(
      "--precision \(precision)", "it decides as it goes how many replications there are, and shards are planned",
      remedy: "plan a number with --replications")
  }

  private var plan: RunPlan {
    get throws(InvalidValue) {
      var plan = try replicated.plan
      plan.sampling = try FutureSampling(sampling)
      if plan.sampling != .independent, precision != nil {
        throw InvalidValue(
          "--sampling \(sampling)", "--precision needs independent replications",
          remedy: "remove one of the two")
      }
      try plan.sampling.check(plan.replications)
      return plan
    }
  }

  private var shellOptions: [String] {
    replicated.shellOptions
      + (precision.map { ShellText.option("--precision", $0) + ["--max-replications \(maxReplications)"] } ?? [])
  }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let plan = try plan.completed(for: E.self)
    let task = try PreparedExperiment<E>(
      plan, replicated.output, of: Self.facts, options: shellOptions,
      distinctions: precision.map { ["--precision \($0)", "--max-replications \(maxReplications)"] } ?? [])
    let goal = try precision.map {
      try PrecisionGoal($0, minimum: plan.replications, cap: maxReplications, of: task.schema)
    }
    let directory = try task.directory()
    warnOfImbalance(plan, in: directory)
    let tables = try RunTables(directory, task.description, task.schema)
    var driverRows = DriverRows(task.experiment, task.schema)
    var summary = RunSummary(
      task.schema, sampled: SampledMeans(plan, of: task.experiment, measures: task.schema.measures.count))
    func receive(_ records: [ReplicationRecord]) throws {
      try tables.append(records)
      for record in records { summary.add(record) }
      driverRows.add(records)
    }
    var verdict: StoppingVerdict?
    if let goal {
      let reading = goal.figure.reading
      verdict = try goal.rule.run(reading.name, absence: reading.measure.absence) { range in
        var values: [Double?] = []
        try task.compute(replications: range) { records in
          try receive(records)
          values += records.map { reading.value(of: $0) }
        }
        let empty = values.count { $0 == nil }
        if empty > 0, !goal.figure.mayBeNever {
          throw goal.figure.missing(empty, of: values.count, in: task.schema)
        }
        return values
      }.verdict
    } else {
      try task.compute(replications: 0..<plan.replications, stage: .rows, receive)
    }
    let taken =
      task.experiment.choices.map { ($0.declaration.name, $0.name) }
      + task.experiment.settings.map { ($0.declaration.name, $0.value) }
    let options = Dictionary(taken) { first, _ in first }
    let answers = try CodeUnderWay.during(.answer) {
      try ValidationErrors.collecting {
        (
          E.answer(Findings(summary, options: options)),
          E.chineseAnswer(Findings(summary, options: options, in: .chinese, E.chinese))
        )
      }
    }
    // Rows of a design are not draws of their own, whose tenths could be compared.
    let drivers =
      plan.sampling == .independent ? driverRows.drivers(without: try unusedInputs(task, driverRows, plan)) : nil
    let split = try chance(task, driverRows, plan)
    let precision = goal.flatMap { goal in verdict.map { goal.text(of: $0, replications: summary.replications) } }
    if let precision, verdict?.reason != .precise { directory.warn(precision) }
    let written = try tables.finish(
      summary, drivers, chance: split, of: driverRows.name, answer: answers.0, chineseAnswer: answers.1)
    let fleetCheck = try FleetCheck(try Replicator(task.experiment, plan: plan), seed: plan.seed)
    replicated.output.show(
      written,
      RunReport(
        task.description, summary, written, drivers: drivers,
        fleetCheck: fleetCheck?.text(of: "\(E.self)"),
        precision: precision
      ).text)
  }

  /// How much of the variance is chance: the first replications once more, with the same inputs and another chance; `nil`
  /// where that cannot be said.
  private func chance<E: Experiment>(
    _ task: PreparedExperiment<E>, _ first: DriverRows, _ plan: RunPlan
  ) throws -> VarianceSplit? {
    let count = min(plan.replications / 10, Self.mostChanceReplications)
    guard plan.sampling == .independent, count >= Self.leastChanceReplications, let outputs = first.outputs(count)
    else {
      return nil
    }
    let reading = try MeasureReading(first.name, of: task.schema)
    var again: [Double?] = []
    try task.compute(
      OtherChanceRows(try MonteCarloRows(task.experiment, plan: plan), later: plan.replications), 0..<count,
      unit: "replications with another chance", reading: reading, keepsMonths: false
    ) { records in again += records.map { reading.value(of: $0) } }
    let pairs = zip(outputs, again).compactMap { one, other in other.map { [one, $0] } }
    return pairs.count == count ? try VarianceSplit(of: pairs, measure: first.name) : nil
  }

  /// The inputs on which nothing depends with the choices taken.
  private func unusedInputs<E: Experiment>(
    _ task: PreparedExperiment<E>, _ rows: DriverRows, _ plan: RunPlan
  ) throws -> [String] {
    // Where there is nothing to explain there is nothing to leave out.
    guard rows.drivers(without: []) != nil else { return [] }
    let reading = try MeasureReading(rows.name, of: task.schema)
    let unused = UnusedInputs(
      task.experiment, task.schema, rows: try MonteCarloRows(task.experiment, plan: plan), records: rows.first)
    return try unused.names { rows, count in
      var measures: [[Double?]] = []
      try task.compute(
        rows, 0..<count, unit: "replications with one input changed", reading: reading, keepsMonths: false
      ) { records in measures += records.map(\.measures) }
      return measures
    }
  }

  private static let (leastChanceReplications, mostChanceReplications) = (20, 100)

  private func warnOfImbalance(_ plan: RunPlan, in directory: OutputDirectory) {
    guard !plan.sampling.isBalanced(plan.replications) else { return }
    let block = plan.replications / FutureSampling.blocks
    var balanced = 2
    while balanced < block { balanced *= 2 }
    directory.note(
      "the \(block) points of a block are not a power of two, so the Sobol points are not balanced; "
        + "use \(FutureSampling.blocks * balanced) replications")
  }
}

extension ResultTable {
  static let replications = ResultTable("replications", title: Text("Every replication", zh: "每次模拟"), isLong: true)
  static let distribution = ResultTable(
    "distribution", title: Text("Distribution of the values", zh: "取值分布"))
  static let survival = ResultTable(
    "survival", title: Text("The chance that it has happened by a month", zh: "截至各月已达到的概率"))
  static let timeline = ResultTable("timeline", title: Text("Development over the months", zh: "逐月走势"))
  static let chance = ResultTable("chance", title: Text("How much of it is chance", zh: "其中随机性的占比"))
  static let drivers = ResultTable("drivers", title: Text("What drives it", zh: "主要驱动因素"))
  static let income = ResultTable("income", title: Text("Profit and loss by year", zh: "年度损益与现金流"))
  static let checks = ResultTable("checks", title: Text("Closed form and simulation", zh: "手算与模拟对照"))
  static let precision = ResultTable("precision", title: Text("Variance reduction of the sampling", zh: "抽样方法的收益"))
}

/// The rows of a run from which what drives it is read: the uncertain inputs and the value.
private struct DriverRows {
  private let names: [String]
  private let places: [Int]
  private let measure: Int
  let name: String
  private var columns: [[Double]]
  private var outputs: [Double] = []
  private var isComplete = true
  /// The first replications.
  private(set) var first: [ReplicationRecord] = []

  /// More rows than these tell no more.
  private static let most = 100_000
  private static let firstMost = 100

  init<E: Experiment>(_ experiment: ResolvedExperiment<E>, _ schema: RunSchema) {
    places = experiment.uncertainInputs
    names = places.map { experiment.inputs[$0].declaration.name }
    measure = schema.mainMeasure
    name = schema.measures[measure].name
    columns = Array(repeating: [], count: places.count)
  }

  mutating func add(_ records: [ReplicationRecord]) {
    first += records.prefix(max(Self.firstMost - first.count, 0)).map(\.withoutTimeline)
    for record in records where outputs.count < Self.most && isComplete {
      guard let output = record.measures[measure] else {
        isComplete = false
        return
      }
      outputs.append(output)
      for (column, place) in places.enumerated() { columns[column].append(record.inputs[place]) }
    }
  }

  /// The values of the first replications; `nil` where one has none, or there are not as many.
  func outputs(_ count: Int) -> [Double]? {
    isComplete && outputs.count >= count ? Array(outputs.prefix(count)) : nil
  }

  /// `nil` where a replication has no value, and as ``Drivers`` says.
  func drivers(without unused: [String]) -> Drivers? {
    isComplete ? Drivers(measure: name, inputs: names, columns: columns, outputs: outputs, unused: unused) : nil
  }
}

/// The tables of a run.
private struct RunTables {
  private let directory: OutputDirectory
  private let description: RunDescription
  private let schema: RunSchema
  private let replications: TableFile

  init(_ directory: OutputDirectory, _ description: RunDescription, _ schema: RunSchema) throws(OutputError) {
    self.directory = directory
    self.description = description
    self.schema = schema
    var columns = [Column("replication", .integer, "from 0")]
    columns += description.inputs.map { Column($0.name, .number, unit: $0.unit, $0.meaning) }
    columns += description.choices.map { Column($0.name, .string, $0.meaning) }
    columns += schema.measures.map {
      Column($0.name, .number, unit: $0.unit.description, $0.meaning, absence: $0.absence)
    }
    replications = try directory.table(.replications, columns)
  }

  /// Writes the rows of the next replications.
  func append(_ records: [ReplicationRecord]) throws(OutputError) {
    let choices = description.choices.map(\.option)
    for record in records {
      try replications.write([record.replication], record.inputs, choices, record.measures)
    }
  }

  /// Writes the remaining tables and completes the directory.
  /// - Parameters:
  ///   - chance: how much of the measure's variance is chance; `nil` where that is not known.
  ///   - answer: the experiment's own.
  ///   - chineseAnswer: the same in Chinese.
  func finish(
    _ summary: RunSummary, _ drivers: Drivers?, chance: VarianceSplit?, of measure: String, answer: String?,
    chineseAnswer: String?
  ) throws(OutputError) -> WrittenResults {
    try writeSummary(summary)
    if let drivers { try writeDrivers(drivers) }
    if let chance { try writeChance(chance, of: measure) }
    try writeDistribution(summary)
    if summary.hasEvents { try writeSurvival(summary) }
    if !schema.series.isEmpty { try writeTimeline(summary) }
    if !schema.income.isEmpty { try writeIncome(summary) }
    try description.writeInputs(to: directory)
    if !schema.checks.isEmpty { try writeChecks(summary) }
    if let sampled = summary.sampled { try writePrecision(sampled) }
    return try description.finish(
      directory, schema, RunCommand.presentation, answer: answer, chineseAnswer: chineseAnswer,
      replications: summary.replications)
  }

  private func writeSummary(_ summary: RunSummary) throws(OutputError) {
    try RunRows(summary).writeSummary(to: try directory.table(.summary, MeasureColumns.columns))
  }

  private func writeDistribution(_ summary: RunSummary) throws(OutputError) {
    try RunRows(summary).writeDistribution(to: try directory.table(.distribution, RunRows.distributionColumns))
  }

  func writeChance(_ split: VarianceSplit, of measure: String) throws(OutputError) {
    let table = try directory.table(
      .chance,
      [
        Column("measure", .string),
        Column("points", .integer, "replications that were simulated with another chance too"),
        Column("aleatory_share", .number, "share of the variance that is chance"), Column("ci95_low", .number),
        Column("ci95_high", .number),
        Column("share_of_width", .number, "of P10 to P90: 1 - sqrt(1 - aleatory_share)"),
      ])
    try table.write(
      [measure, split.points],
      [split.aleatoryShare, split.interval?.lowerBound, split.interval?.upperBound, split.chanceShareOfWidth])
  }

  private func writeDrivers(_ drivers: Drivers) throws(OutputError) {
    let table = try directory.table(
      .drivers,
      [
        Column("measure", .string), Column("unit", .string),
        Column("input", .string, "without figures where no measure depends on it with the choices taken"),
        Column("lowest", .number, "mean of the input in its lowest tenth"),
        Column("highest", .number, "mean of the input in its highest tenth"),
        Column("mean_lowest", .number, "mean of the measure in the lowest tenth of the input"),
        Column("mean_highest", .number, "mean of the measure in the highest tenth of the input"),
      ] + Column.estimate("swing", "mean_highest less mean_lowest", interval: "Welch's") + [
        Column("variance_share", .number, "of the measure's variance that the input explains alone"),
        Column("noise_floor", .number, "what no input would show, 95 times in 100, if none had any effect"),
      ])
    let unit = schema.measures.first { $0.name == drivers.measure }?.unit.description ?? ""
    for driver in drivers.drivers {
      try table.write(
        [
          drivers.measure, unit, driver.input, driver.lowest, driver.highest, driver.meanAtLowest, driver.meanAtHighest,
        ], driver.swing.cells, [driver.share, driver.noise])
    }
    for input in drivers.unused {
      try table.write([drivers.measure, unit, input], Array(repeating: Double?.none, count: 9))
    }
  }

  private func writeTimeline(_ summary: RunSummary) throws(OutputError) {
    try RunRows(summary).writeTimeline(to: try directory.table(.timeline, RunRows.timelineColumns))
  }

  private func writeIncome(_ summary: RunSummary) throws(OutputError) {
    let columns = [
      Column("section", .string), Column("line", .string), Column("unit", .string),
      Column("year", .integer, "twelve months from the start; 0 is time zero"),
      Column("mean", .number, "means add up; percentiles do not"),
    ]
    let table = try directory.table(.income, columns + MeasureColumns.percentiles)
    for (row, years) in zip(schema.income, summary.income) {
      for (year, value) in years.enumerated() {
        try table.write(
          [row.section.rawValue, row.line, schema.currency?.description ?? "", year, value.mean],
          value.quantiles(MeasureSummary.percentiles))
      }
    }
  }

  private func writeSurvival(_ summary: RunSummary) throws(OutputError) {
    let table = try directory.table(
      .survival,
      [
        Column("measure", .string), Column("month", .integer, "from 1"),
        Column("chance", .number, "that it has happened by the end of the month"),
        Column("ci95_low", .number, "Wilson's"),
        Column("ci95_high", .number, "Wilson's"),
        Column(
          "survival", .number,
          "the chance that it has not happened; in the last month, the chance that it never does within the horizon"),
      ])
    for (declaration, event) in zip(schema.measures, summary.events) {
      guard let event else { continue }
      for (month, chance) in event.chances.enumerated() {
        try table.write([declaration.name, month + 1], chance.cells, [1 - chance.value])
      }
    }
  }

  private func writePrecision(_ sampled: SampledMeans) throws(OutputError) {
    let table = try directory.table(
      .precision,
      [
        Column("measure", .string), Column("unit", .string), Column("sampling", .string),
        Column("mean", .number, "by this sampling; empty if a replication has no value"),
        Column("ci95_low", .number), Column("ci95_high", .number),
        Column(
          "variance_reduction", .number,
          "factor by which independent replications would have to be more for the same interval"),
      ])
    for (index, declaration) in schema.measures.enumerated() {
      let estimate = sampled.estimate(of: index)
      let numbers = [estimate?.mean.value, estimate?.mean.low, estimate?.mean.high]
      // The reduction to a variance of 0 is not finite.
      let gain = estimate.flatMap { $0.gain.isFinite ? $0.gain : nil }
      try table.write(
        [declaration.name, declaration.unit.description, sampled.sampling.description], numbers, [gain])
    }
  }

  private func writeChecks(_ summary: RunSummary) throws(OutputError) {
    let table = try directory.table(
      .checks,
      [
        Column("check", .string), Column("unit", .string), Column("closed_form", .number), Column("p10", .number),
        Column("p50", .number), Column("p90", .number), Column("ratio", .number, "p50 over closed_form"),
        Column("explanation", .string),
      ])
    for check in schema.checks {
      let quantiles = summary.measures[check.measure].quantiles([0.10, 0.50, 0.90])
      let ratio = check.byHand != 0 ? quantiles[1].map { $0 / check.byHand } : nil
      try table.write(
        [check.name, check.unit.description, check.byHand], quantiles, [ratio, check.explanation])
    }
  }
}

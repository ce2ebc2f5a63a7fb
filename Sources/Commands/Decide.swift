import ArgumentParser
import Experimentation
import Randomness
import Results

/// `payoff decide EXPERIMENT`: which option to take, and whether it is worth finding out more first.
struct DecideCommand: ExperimentCommand, ShardedCommand {
  static let facts = CommandFacts(
    "decide", title: Text("what to do", zh: "决策"),
    "Recommends an option of a choice, and estimates what further information is worth.",
    details: """
      Every option is simulated on the same draws. The results are the expected value, regret and tail risk of each option, \
      the best option under each attitude to risk, and the expected value of perfect information about each input (EVPPI). \
      The best option is simulated again out of sample, because the best of several estimates is biased upwards.
      """,
    examples: [
      "payoff decide ApiOrOwn --choice servers",
      "payoff decide CustomerService --choice scaling --measure unit_cost_year_1 --less-is-better",
    ], firstStep: "which option to take, and what is worth measuring first")

  static let presentation = Presentation(
    charts: [.payoff, .regret, .learning],
    tables: [
      ShownTable(
        .decision,
        [
          "option", "expected_value", "chance_of_best", "mean_regret", "regret_max", "chance_of_loss", "value_at_risk",
          "expected_shortfall",
        ]),
      ShownTable(.attitudes, ["attitude", "parameter", "best_option", "value"]),
      ShownTable(.evppi, ["inputs", "value", "ci95_low", "ci95_high", "noise_floor", "is_beyond_noise"]),
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(
    parsing: .singleValue,
    help: "The choice to decide; if repeated, all combinations are options. (default: the only one)")
  var choice: [String] = []

  @OptionGroup var measured: MeasuredOptions

  @Option(
    parsing: .unconditional, help: "The share of outcomes in the worst tail. (default: 0.05)",
    transform: { try ProportionOption.read($0) })
  var tail = 0.05

  @Option(
    parsing: .unconditional,
    help: """
      The risk tolerance of an exponential utility, in the unit of the measure. \
      (default: a tenth, one, and ten standard deviations of the best option)
      """,
    transform: { try PositiveNumber.read($0) })
  var riskTolerance: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Adds the status quo as an option: a payoff of 0 in every replication. (default: if the measure is npv)")
  var statusQuo: Bool?

  @OptionGroup var replicated: ReplicatedOptions

  func check() throws { _ = try plan }

  fileprivate var plan: RunPlan {
    get throws(InvalidValue) {
      // The spline of EVPPI cannot be fitted to fewer.
      try replicated.plan(atLeast: 50, for: "a decision", remedy: "use 1000, so that the worst 5 % hold 50 outcomes")
    }
  }

  fileprivate var shellOptions: [String] {
    var options = choice.flatMap { ShellText.option("--choice", $0) } + measured.shellOptions
    options += ["--tail \(tail.shortest)"] + ShellText.option("--risk-tolerance", riskTolerance?.shortest)
    if let statusQuo { options.append(statusQuo ? "--status-quo" : "--no-status-quo") }
    return options + replicated.shellOptions
  }

  func run<E: Experiment>(_ experiment: E.Type) throws { try DecisionTask<E>(self).run() }
}

/// The work of a decision.
private struct DecisionTask<E: Experiment> {
  private let options: DecideCommand
  private let task: PreparedExperiment<E>
  private let reading: MeasureReading
  private let rows: OptionRows<E>
  /// Whether the status quo is an option too.
  private let hasStatusQuo: Bool

  init(_ options: DecideCommand) throws {
    self.options = options
    let plan = try options.plan.completed(for: E.self)
    rows = try OptionRows(
      options.choice, of: try ResolvedExperiment<E>.declared(plan), plan: plan, allowingNone: options.statusQuo ?? true)
    task = try PreparedExperiment<E>(
      plan, options.replicated.output, of: DecideCommand.facts, options: options.shellOptions, kind: DecideCommand.name,
      distinctions: options.choice,
      tried: (rows, rows.names.count, Array(rows.names.indices)))
    try rows.requireEqualLives(in: task.schema)
    reading = try MeasureReading(options.measured.measure, of: task.schema)
    hasStatusQuo = options.statusQuo ?? (reading.name == "npv" && !options.measured.lessIsBetter)
    guard hasStatusQuo || rows.names.count > 1 else {
      throw InvalidValue(
        "\(E.self)", "it has no @Choice, so there is nothing to decide",
        remedy: "add the status quo as an option with --status-quo")
    }
  }

  /// The name of the option that changes nothing.
  private static var statusQuo: String { "status quo" }

  func run() throws {
    let directory = try task.directory()
    let problem = try problem()
    let decision = Decision(
      problem: problem, unit: reading.unit.description,
      assessments: problem.table.assessments(tail: options.tail),
      attitudes: problem.attitudes(tolerance: options.riskTolerance, tail: options.tail),
      everything: PerfectInformation(problem.table), learnable: LearnableInformation(problem),
      learning: try StageLine.during("Estimating the value of information") {
        try problem.valuesOfLearning(seed: task.plan.seed)
      },
      outOfSample: try SelectionOptimism(of: problem.table) { try outOfSamplePayoffs(of: $0) })
    try write(decision, to: directory)
    let written = try task.description.finish(
      directory, task.schema, DecideCommand.presentation, measure: reading.name,
      lessIsBetter: options.measured.lessIsBetter)
    options.replicated.output.show(
      written,
      DecisionReport(
        title: task.title, decision, measure: reading,
        tail: options.tail,
        footer:
          "\(rows.names.count) options × \(task.plan.replications) replications on the same draws, and as many out of sample for "
          + "the best, seed \(task.plan.seed)\(task.plan.optionsText)\n" + written.filesLine
      ).text)
  }

  /// More is better: the measure, or its negative if less of it is better.
  private func payoff(_ record: ReplicationRecord) -> Double? {
    reading.value(of: record).map { options.measured.lessIsBetter ? -$0 : $0 }
  }

  private func problem() throws -> DecisionProblem {
    let count = rows.names.count
    let columns = task.experiment.uncertainInputs
    var payoffs = [[Double?]](repeating: [], count: count)
    var inputs = [[Double]](repeating: [], count: columns.count)
    try task.compute(
      rows, 0..<rows.count(task.plan.replications), reading: reading, stage: .rows, keepsMonths: false
    ) { records in
      for record in records {
        let option = record.replication % count
        payoffs[option].append(payoff(record))
        guard option == 0 else { continue }
        for (place, column) in columns.enumerated() { inputs[place].append(record.inputs[column]) }
      }
    }
    let empty = payoffs.reduce(0) { max($0, $1.count { $0 == nil }) }
    if empty > 0 { throw reading.missing(empty, of: task.plan.replications, in: task.schema) }
    var samples: [Sample] = []
    for (column, values) in zip(columns, inputs) {
      samples.append(try Sample(task.experiment.inputs[column].declaration.name, values))
    }
    var table = zip(rows.names, payoffs).map { ($0, $1) }
    if hasStatusQuo { table.append((Self.statusQuo, Array(repeating: 0, count: task.plan.replications))) }
    return DecisionProblem(
      table: try OptionTable(table), inputs: samples,
      lessIsBetter: options.measured.lessIsBetter)
  }

  /// The payoffs of an option on the replications after those of the choice.
  private func outOfSamplePayoffs(of option: Int) throws -> [Double?] {
    let replications = task.plan.replications
    guard option < rows.names.count else { return Array(repeating: 0, count: replications) }
    var payoffs: [Double?] = []
    try task.compute(
      PointRows(rows, point: option, of: rows.names.count), replications..<2 * replications, reading: reading,
      keepsMonths: false
    ) { records in payoffs += records.map(payoff) }
    let empty = payoffs.count { $0 == nil }
    if empty > 0 { throw reading.missing(empty, of: replications, in: task.schema) }
    return payoffs
  }

  // MARK: Tables

  private func write(_ decision: Decision, to directory: OutputDirectory) throws(OutputError) {
    try writePayoffs(decision.problem, to: directory)
    try writeOptions(decision, to: directory)
    try writeAttitudes(decision, to: directory)
    try writeEVPPI(decision, to: directory)
    try task.description.writeInputs(to: directory)
  }

  private func writePayoffs(_ problem: DecisionProblem, to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .payoffs,
      [Column("replication", .integer, "from 0")]
        + problem.inputs.map { Column($0.name, .number, unit: task.description.unit(of: $0.name)) }
        + problem.table.options.map { Column("payoff: \($0.name)", .number, "more is better") })
    for replication in 0..<problem.table.replications {
      try table.write(
        [replication], problem.inputs.map { $0.values[replication] },
        problem.table.options.map { $0.values[replication] })
    }
  }

  private func writeOptions(_ decision: Decision, to directory: OutputDirectory) throws(OutputError) {
    var columns = [Column("option", .string), Column("unit", .string)]
    columns += Column.estimate("expected_value", "mean of the payoff; more is better")
    columns += [
      Column("is_tied", .boolean, "whether it is worth as much as the option with the highest expected value")
    ]
    columns += Column.estimate("chance_of_best", "ties are shared")
    columns += Column.estimate("mean_regret", "what the best option would have brought more")
    columns += [Column("regret_p95", .number), Column("regret_max", .number)]
    columns += Column.estimate("chance_of_loss", "of a payoff below 0")
    columns += Column.estimate("value_at_risk", "quantile at the worst tail")
    columns += Column.estimate("expected_shortfall", "mean over the worst tail")
    columns += Column.estimate(
      "out_of_sample_expected_value", "of the best option, on replications that were not used to choose it")
    let table = try directory.table(.decision, columns)
    let tied = Set(decision.problem.table.tied)
    for (place, option) in decision.assessments.enumerated() {
      let isBest = option.name == decision.outOfSample.winner
      try table.write(
        [option.name, decision.unit], option.expectedValue.cells, [tied.count > 1 && tied.contains(place)],
        option.chanceOfBest.cells, option.meanRegret.cells,
        [option.regret95, option.maximumRegret], option.chanceOfLoss.cells, option.tailRisk.valueAtRisk.cells,
        option.tailRisk.expectedShortfall.cells, isBest ? decision.outOfSample.delivered.cells : [nil, nil, nil])
    }
  }

  private func writeAttitudes(_ decision: Decision, to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .attitudes,
      [
        Column("attitude", .string), Column("parameter", .number), Column("best_option", .string),
        Column("value", .number, "certainty equivalent of that option under the attitude"), Column("unit", .string),
      ])
    for row in decision.attitudes {
      try table.write([row.attitude.name, row.attitude.parameter, row.name, row.worth, decision.unit])
    }
  }

  private func writeEVPPI(_ decision: Decision, to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .evppi,
      [
        Column(
          "inputs", .string,
          "an input; all inputs, without chance, where there are twenty replications for each and twenty more; or everything, "
            + "chance included"),
        Column("unit", .string),
        Column("value", .number, "expected value of perfect information, an upper bound of what learning it is worth"),
        Column("ci95_low", .number), Column("ci95_high", .number),
        Column("bias", .number, "expected upward bias of the value"),
        Column("noise_floor", .number, "95 % quantile of the value of an input without effect"),
        Column("is_beyond_noise", .boolean),
      ])
    try table.write(["everything", decision.unit], decision.everything.value.cells, [nil, nil, nil])
    if let learnable = decision.learnable {
      try table.write(["all inputs", decision.unit], learnable.value.cells, [nil, nil, nil])
    }
    for input in decision.learning {
      try table.write(
        [input.input, decision.unit], input.value.cells, [input.bias, input.noiseFloor, input.isBeyondNoise])
    }
  }
}

/// What a decision comes to.
struct Decision {
  let problem: DecisionProblem
  let unit: String
  let assessments: [OptionAssessment]
  let attitudes: [(attitude: RiskAttitude, index: Int, name: String, worth: Double)]
  let everything: PerfectInformation
  /// What could be learnt of it; `nil` where there are too few replications to say.
  let learnable: LearnableInformation?
  let learning: [PartialPerfectInformation]
  let outOfSample: SelectionOptimism
}

extension ResultTable {
  static let payoffs = ResultTable("payoffs", title: Text("Every replication", zh: "每次模拟"), isLong: true)
  static let decision = ResultTable("decision", title: Text("The options", zh: "各选项"))
  static let attitudes = ResultTable(
    "attitudes", title: Text("The best option by attitude to risk", zh: "不同风险态度下的最优选项"))
  static let evppi = ResultTable(
    "evppi", title: Text("Expected value of perfect information", zh: "弄清输入的至多价值"))
}

import ArgumentParser
import EventSimulation
import Experimentation
import Randomness
import Results

/// `payoff seek EXPERIMENT`: the value of an input at which a figure meets a target, or the best of a list of options.
struct SeekCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "seek", title: Text("what it would take", zh: "目标求解"),
    "Finds the value of an input that meets a target, or the best of several options.",
    details: """
      With --target every value of the input is simulated on the same draws, and the answer has a confidence interval. Of an \
      input that is a count, or has a list of values, only these are tried. With \
      --maximise or --minimise the best option is selected with a stated probability that it is the best; options that are \
      close get more replications.
      """,
    examples: [
      "payoff seek CustomerService --target 'P(npv>0)=80%' --bounds rent=1..20",
      "payoff seek CustomerService --target 'mean(npv)=0' --bounds resolved=0.05..0.35",
      "payoff seek CustomerService --maximise npv --over 'scaling=*' --over headroom=0,0.2,0.43",
    ])

  static let presentation = Presentation(
    charts: [.sought], tables: [ShownTable(.seek, allBut: ["measure", "figure", "absence"])])

  /// In the column `solution`: the target is met here.
  static let met = "met"
  /// In the column `solution`: the target is met up to here, and not here.
  static let open = "open"
  /// In the column `solution`: the figure passes the target in one step between here and the next.
  static let step = "step"

  @OptionGroup var subject: ExperimentArgument

  @Option(
    help: ArgumentHelp(
      "The figure and its target: 'mean(npv)=0', 'P(npv>0)=80%', 'p10(npv)=0', 'median(payback_month)=24'.",
      discussion: """
        A percentile of a month that may never come is never where it falls among the replications in which it does not \
        come, and never is above any target.
        """, valueName: "FIGURE=VALUE"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "With --target: the input that is varied, and its bounds, with units as with --set.", valueName: "name=LOW..HIGH")
  )
  var bounds: String?

  @Option(help: ArgumentHelp("The measure whose mean is maximised.", valueName: "MEASURE"))
  var maximise: String?

  @Option(help: ArgumentHelp("The measure whose mean is minimised.", valueName: "MEASURE"))
  var minimise: String?

  @Option(
    name: .customLong("over"), parsing: .singleValue,
    help: ArgumentHelp(
      "With --maximise or --minimise: the values to choose from; may be repeated. VALUES as in payoff sweep.",
      valueName: "name=VALUES"))
  var over: [String] = []

  @Option(
    parsing: .unconditional,
    help: """
      With --maximise or --minimise: the indifference zone, in the unit of the measure. \
      (default: a tenth of the standard deviation)
      """,
    transform: { try PositiveNumber.read($0) })
  var indifference: Double?

  @Option(
    parsing: .unconditional,
    help:
      "With --maximise or --minimise: the most replications of an option. (default: 10000)",
    transform: { try WholeNumber.read($0, in: 20...Int(UInt32.max)) })
  var maxReplications = 10_000

  @OptionGroup var replicated: ReplicatedOptions

  /// What is asked for.
  fileprivate enum Goal {
    case target(String, bounds: String)
    case best(String, lessIsBetter: Bool)
  }

  func check() throws {
    _ = try replicated.plan
    _ = try goal
  }

  fileprivate var goal: Goal {
    get throws(InvalidValue) {
      switch (target, maximise, minimise) {
      case (let target?, nil, nil):
        guard let bounds else {
          throw InvalidValue(
            "--target \(target)", "it needs --bounds: the input that is varied, and its bounds",
            remedy: "for example --bounds rent=1..20")
        }
        guard over.isEmpty else {
          throw InvalidValue("--over", "it needs --maximise or --minimise", remedy: "vary one input with --bounds")
        }
        return .target(target, bounds: bounds)
      case (nil, let measure?, nil): return try best("--maximise", measure)
      case (nil, nil, let measure?): return try best("--minimise", measure)
      default:
        throw InvalidValue(
          "payoff seek", "it needs one of --target, --maximise and --minimise",
          remedy: "for example --target 'P(npv>0)=80%' --bounds rent=1..20")
      }
    }
  }

  private func best(_ option: String, _ measure: String) throws(InvalidValue) -> Goal {
    guard !over.isEmpty else {
      throw InvalidValue(
        "\(option) \(measure)", "it needs --over: the values to choose from", remedy: "for example --over 'scaling=*'")
    }
    guard bounds == nil else {
      throw InvalidValue("--bounds", "it needs --target", remedy: "list the values with --over")
    }
    return .best(measure, lessIsBetter: option == "--minimise")
  }

  fileprivate var shellOptions: [String] {
    var options = ShellText.option("--target", target) + ShellText.option("--bounds", bounds)
    options += ShellText.option("--maximise", maximise) + ShellText.option("--minimise", minimise)
    options += over.flatMap { ShellText.option("--over", $0) }
    options += ShellText.option("--indifference", indifference?.shortest)
    return options + (over.isEmpty ? [] : ["--max-replications \(maxReplications)"]) + replicated.shellOptions
  }

  func run<E: Experiment>(_ experiment: E.Type) throws { try SeekTask<E>(self).run() }
}

/// The work of seeking.
private struct SeekTask<E: Experiment> {
  private let options: SeekCommand
  private let plan: RunPlan

  init(_ options: SeekCommand) throws {
    self.options = options
    plan = try options.replicated.plan.completed(for: E.self)
  }

  func run() throws {
    switch try options.goal {
    case .target(let target, let bounds): try seek(target, bounds: bounds)
    case .best(let measure, let lessIsBetter): try select(measure, lessIsBetter: lessIsBetter)
    }
  }

  private func prepare(
    _ distinctions: [String], among sweep: (rows: any RowSource, count: Int, options: [Int])? = nil
  ) throws -> PreparedExperiment<E> {
    try PreparedExperiment<E>(
      plan, options.replicated.output, of: SeekCommand.facts, options: options.shellOptions, kind: SeekCommand.name,
      distinctions: distinctions, tried: sweep)
  }

  // MARK: A target

  private func seek(_ text: String, bounds: String) throws {
    let task = try prepare([text, bounds])
    let target = try FigureTarget(text, of: task.schema, option: "--target")
    let input = try SoughtInput(bounds, of: task.experiment, option: "--bounds")
    if plan.overrides.contains(where: { $0.name == input.name }) {
      throw InvalidValue(
        "--bounds \(bounds)", "\(input.name) is set with --set too", remedy: "remove one of the two")
    }
    guard input.name != "value" else {
      throw InvalidValue(
        "--bounds \(bounds)", "the table of the values tried has a column value of its own",
        remedy: "give the input another name")
    }
    let goal = try GoalSeek(
      target.figure.figure, equals: target.value, within: input.range, values: input.values,
      replications: plan.replications)
    let directory = try task.directory()
    let rows = try MonteCarloRows(task.experiment, plan: plan)
    let reading = target.figure.reading
    let result = try goal.solve(reading.name, subject: "\(target.figure)", absence: reading.measure.absence) {
      value, replications in
      let values = try values(of: reading, task, HeldInputRows(rows, input, at: value), replications)
      let empty = values.count { $0 == nil }
      if empty > 0, !target.figure.mayBeNever {
        throw target.figure.missing(empty, of: values.count, in: task.schema)
      }
      return values
    }
    try write(result, input, target, to: directory)
    let written = try finish(task, directory, about: "\(target.figure)")
    options.replicated.output.show(
      written,
      GoalSeekReport(
        title: task.title, result, input, target, replications: plan.replications,
        footer: footer(written, looks: "\(result.trace.count) values of \(input.name)")
      ).text)
  }

  // MARK: The best

  private func select(_ text: String, lessIsBetter: Bool) throws {
    let option = lessIsBetter ? "--minimise" : "--maximise"
    let experiment = try ResolvedExperiment<E>.declared(plan)
    let sweep = try Sweep(options.over, of: experiment, besides: plan.overrides, option: "--over")
    guard sweep.count > 1 else {
      throw InvalidValue("--over \(options.over[0])", "there is a single option", remedy: "list two or more")
    }
    guard sweep.count <= Self.mostOptions else {
      throw InvalidValue(
        "--over", "there are \(sweep.count) options; at most \(Self.mostOptions) can be compared",
        remedy: "list fewer values; payoff sweep shows where to look")
    }
    let rows = try SweepRows(sweep, of: experiment, plan: plan)
    let task = try prepare([option, text] + options.over, among: (rows, sweep.count, sweep.optionPoints))
    let reading = try MeasureReading(text, of: task.schema, option: option)
    func payoffs(of option: Int, _ replications: Range<Int>) throws -> [Double] {
      let values = try values(of: reading, task, PointRows(rows, point: option, of: sweep.count), replications)
      let empty = values.count { $0 == nil }
      if empty > 0 { throw reading.missing(empty, of: values.count, in: task.schema) }
      return values.compactMap { $0.map { lessIsBetter ? -$0 : $0 } }
    }
    let directory = try task.directory()
    let pilot = try options.indifference == nil ? payoffs(of: 0, 0..<Self.pilot) : []
    if options.indifference == nil, Tally(pilot).standardDeviation == 0 {
      // A value that is missing with another option is the reason that no indifference mends.
      for option in 1..<sweep.count { _ = try payoffs(of: option, 0..<Self.pilot) }
    }
    let indifference = try options.indifference ?? (0.1 * deviation(of: pilot, reading))
    let rule = try RankingAndSelection(indifference: indifference, batch: 40, cap: options.maxReplications)
    let selection = try rule.select((0..<sweep.count).map { sweep.name(of: $0) }) { try payoffs(of: $0, $1) }
    let outOfSample = try Sample(
      selection.winner.name,
      try payoffs(of: selection.winner.index, options.maxReplications..<options.maxReplications + plan.replications)
    ).meanEstimate()
    let shown = lessIsBetter ? selection.negated : selection
    try write(shown, sweep, reading, to: directory)
    let written = try finish(task, directory, about: reading.name, lessIsBetter: lessIsBetter)
    options.replicated.output.show(
      written,
      SelectionReport(
        title: task.title, shown, sweep, reading,
        outOfSample: lessIsBetter ? outOfSample.negated : outOfSample, lessIsBetter: lessIsBetter,
        footer: footer(written, looks: "\(sweep.count) options")
      ).text)
  }

  /// More options than these need a sweep.
  private static var mostOptions: Int { 1000 }
  /// Replications from which the scale of the measure is estimated.
  private static var pilot: Int { 40 }

  private func deviation(of payoffs: [Double], _ reading: MeasureReading) throws(InvalidValue) -> Double {
    let deviation = Tally(payoffs).standardDeviation ?? 0
    guard deviation > 0 else {
      throw InvalidValue(
        reading.name, "it is the same in all \(payoffs.count) replications, so its scale is unknown",
        remedy: "give the smallest difference that matters with --indifference")
    }
    return deviation
  }

  // MARK: Both

  private func values(
    of reading: MeasureReading, _ task: PreparedExperiment<E>, _ rows: some RowSource, _ replications: Range<Int>
  ) throws -> [Double?] {
    var values: [Double?] = []
    try task.compute(rows, replications, reading: reading, keepsMonths: false) { records in
      values += records.map { reading.value(of: $0) }
    }
    return values
  }

  private func footer(_ written: WrittenResults, looks: String) -> String {
    "\(looks), on the same draws, seed \(plan.seed)\(plan.optionsText)\n" + written.filesLine
  }

  // MARK: Tables

  private func write(
    _ result: GoalSeekResult, _ input: SoughtInput, _ target: FigureTarget, to directory: OutputDirectory
  ) throws(OutputError) {
    let table = try directory.table(
      .seek,
      [
        Column(input.name, .number, unit: input.unit.description), Column("figure", .string), Column("unit", .string),
        Column("target", .number), Column("value", .number, "of the figure at that input; empty where it is never"),
        Column("ci95_low", .number), Column("ci95_high", .number),
        Column(
          "solution", .string,
          "met or step at the solution and at the ends of a stretch of it, open at an end that is not met itself; empty elsewhere"
        ),
        Column("absence", .string, "what an empty value means, of a figure that may be never"),
      ])
    let openEnds = [result.openEnds.low, result.openEnds.high]
    let (ends, word) =
      switch result.solution {
      case .point(let x): ([x], SeekCommand.met)
      case .stretch(let stretch): ([stretch.lowerBound, stretch.upperBound], SeekCommand.met)
      case .jump(let before, let after): ([before.x, after.x], SeekCommand.step)
      }
    for look in result.trace {
      try table.write(
        [look.x, "\(target.figure)", target.figure.unit.description, target.value], look.figure.cells,
        [
          openEnds.contains(look.x) ? SeekCommand.open : ends.contains(look.x) ? word : "",
          target.figure.mayBeNever ? Absence.laterThanAny.rawValue : "",
        ])
    }
  }

  private func write(
    _ selection: Selection, _ sweep: Sweep, _ measure: MeasureReading, to directory: OutputDirectory
  ) throws(OutputError) {
    let table = try directory.table(
      .seek,
      sweep.columns + [
        Column("measure", .string), Column("unit", .string),
        Column("mean", .number, "over the replications of the option"),
        Column("ci95_low", .number), Column("ci95_high", .number), Column("replications", .integer),
        Column("is_retained", .boolean, "whether the option was still in at the end of the selection"),
      ])
    for option in 0..<sweep.count {
      try table.write(
        sweep.labels(of: option), [measure.name, measure.unit.description], selection.means[option].cells,
        [selection.replications[option], selection.survivors.contains(option)])
    }
  }

  private func finish(
    _ task: PreparedExperiment<E>, _ directory: OutputDirectory, about measure: String, lessIsBetter: Bool? = nil
  ) throws(OutputError) -> WrittenResults {
    try task.description.writeInputs(to: directory)
    return try task.description.finish(
      directory, task.schema, SeekCommand.presentation, measure: measure, lessIsBetter: lessIsBetter)
  }
}

extension ResultTable {
  static let seek = ResultTable("seek", title: Text("Values tried", zh: "试算结果"))
}

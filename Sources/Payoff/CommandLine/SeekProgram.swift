import CommandOptions
import EventSimulation
import Experimentation
import Randomness
import Results

/// `payoff seek`: the value of an input at which a figure meets a target, or the best of a list of options.
struct SeekProgram<E: Experiment> {
  private let options: SeekOptions
  private let plan: RunPlan

  init(_ options: SeekOptions) throws {
    self.options = options
    plan = try options.replicated.plan
  }

  func run() throws {
    switch (options.target, options.maximise, options.minimise) {
    case (let target?, nil, nil): try seek(target)
    case (nil, let measure?, nil): try select(measure, lessIsBetter: false)
    case (nil, nil, let measure?): try select(measure, lessIsBetter: true)
    default:
      throw InvalidValue(
        "payoff seek", "one of --target, --maximise and --minimise says what is sought",
        remedy: "for example --target 'P(npv>0)=80%' --within rent=1..20")
    }
  }

  private func prepare(
    _ distinctions: [String], among sweep: (rows: any RowSource, count: Int)? = nil
  ) throws -> PreparedExperiment<E> {
    try PreparedExperiment<E>(
      plan, options.replicated.shared.output, verb: "seek", options: options.shellOptions, command: "seek",
      distinctions: distinctions, tried: sweep,
      files: SeekDirectory.fileNames)
  }

  // MARK: A target

  private func seek(_ text: String) throws {
    guard let within = options.within else {
      throw InvalidValue(
        "--target \(text)", "--within says which input is moved, and between what",
        remedy: "for example --within rent=1..20")
    }
    guard options.over.isEmpty else {
      throw InvalidValue("--over", "it goes with --maximise and --minimise", remedy: "move one input with --within")
    }
    let task = try prepare([text, within])
    let target = try FigureTarget(text, of: task.schema, option: "--target")
    let input = try SoughtInput(within, of: task.experiment, option: "--within")
    if plan.overrides.contains(where: { $0.name == input.name }) {
      throw InvalidValue(
        "--within \(within)", "\(input.name) is set with --set too", remedy: "leave one of the two out")
    }
    let goal = try GoalSeek(
      target.figure.figure, equals: target.value, within: input.range, replications: plan.replications)
    let directory = try SeekDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    let rows = try DrawnRows(task.experiment, plan: plan)
    let result = try goal.solve(target.figure.reading.name, subject: "\(target.figure)") { value, replications in
      try values(of: target.figure.reading, task, HeldInputRows(rows, input, at: value), replications)
    }
    let written = try directory.finish(result, input, target)
    options.replicated.shared.output.show(
      written,
      GoalSeekReport(
        title: task.description.experiment + ": " + task.description.question, result, input, target,
        footer: footer(task, looks: "\(result.trace.count) values of \(input.name)")
      ).text)
  }

  // MARK: The best

  private func select(_ text: String, lessIsBetter: Bool) throws {
    let option = lessIsBetter ? "--minimise" : "--maximise"
    guard !options.over.isEmpty else {
      throw InvalidValue(
        "\(option) \(text)", "--over says what may be chosen", remedy: "for example --over 'scaling=*'")
    }
    guard options.within == nil else {
      throw InvalidValue("--within", "it goes with --target", remedy: "list the values with --over")
    }
    let experiment = try ResolvedExperiment<E>(plan)
    let sweep = try Sweep(options.over, of: experiment, besides: plan.overrides, option: "--over")
    guard sweep.count > 1 else {
      throw InvalidValue("--over \(options.over[0])", "there is a single option", remedy: "list two or more")
    }
    guard sweep.count <= Self.mostOptions else {
      throw InvalidValue(
        "--over", "there are \(sweep.count) options, and up to \(Self.mostOptions) are compared one by one",
        remedy: "list fewer values; payoff sweep shows where to look closer")
    }
    let rows = try SweepRows(sweep, of: experiment, plan: plan)
    let task = try prepare([option, text] + options.over, among: (rows, sweep.count))
    let reading = try MeasureReading(text, of: task.schema, option: option)
    func payoffs(of option: Int, _ replications: Range<Int>) throws -> [Double] {
      try values(of: reading, task, PointRows(rows, point: option, of: sweep.count), replications)
        .compactMap { $0.map { lessIsBetter ? -$0 : $0 } }
    }
    let directory = try SeekDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    let indifference = try options.indifference ?? (0.1 * deviation(of: try payoffs(of: 0, 0..<Self.pilot), reading))
    let rule = try RankingAndSelection(indifference: indifference, batch: 40, cap: options.cap)
    let selection = try rule.select((0..<sweep.count).map { sweep.name(of: $0) }) { try payoffs(of: $0, $1) }
    let fresh = try Sample(
      selection.winner.name, try payoffs(of: selection.winner.index, options.cap..<options.cap + plan.replications)
    ).meanEstimate()
    let shown = lessIsBetter ? selection.negated : selection
    let written = try directory.finish(shown, sweep, of: reading, lessIsBetter: lessIsBetter)
    options.replicated.shared.output.show(
      written,
      SelectionReport(
        title: task.description.experiment + ": " + task.description.question, shown, sweep, reading,
        fresh: lessIsBetter ? fresh.negated : fresh, lessIsBetter: lessIsBetter,
        footer: footer(task, looks: "\(sweep.count) options")
      ).text)
  }

  /// More options than these are a matter of a sweep.
  private static var mostOptions: Int { 1000 }
  /// Replications that tell the scale of the measure.
  private static var pilot: Int { 40 }

  private func deviation(of payoffs: [Double], _ reading: MeasureReading) throws(InvalidValue) -> Double {
    let deviation = Tally(payoffs).standardDeviation ?? 0
    guard deviation > 0 else {
      throw InvalidValue(
        reading.name, "it is the same in all of \(payoffs.count) replications, so nothing tells its scale",
        remedy: "say which difference matters with --indifference")
    }
    return deviation
  }

  // MARK: Both

  private func values(
    of reading: MeasureReading, _ task: PreparedExperiment<E>, _ rows: some RowSource, _ replications: Range<Int>
  ) throws -> [Double?] {
    var values: [Double?] = []
    try task.compute(rows, replications) { records in values += records.map { reading.value(of: $0) } }
    let empty = values.count { $0 == nil }
    if empty > 0 { throw reading.missing(empty, of: values.count, in: task.schema) }
    return values
  }

  private func footer(_ task: PreparedExperiment<E>, looks: String) -> String {
    "\(looks), on the same draws, seed \(plan.seed)\(plan.optionsText)\nFiles in \(task.path): seek.csv, inputs.csv, "
      + "datapackage.json"
  }
}

import CommandOptions
import Experimentation
import Randomness
import Results

/// `payoff decide`: which option to take, and whether it is worth finding out more first.
struct DecideProgram<E: Experiment> {
  private let options: DecideOptions
  private let task: PreparedExperiment<E>
  private let reading: MeasureReading
  private let rows: OptionRows<E>
  /// Whether leaving it altogether is an option too.
  private let leavesIt: Bool

  init(_ options: DecideOptions) throws {
    self.options = options
    let plan = try options.replicated.plan
    guard plan.replications >= Self.leastReplications else {
      throw InvalidValue(
        "--replications \(plan.replications)", "a decision needs \(Self.leastReplications) or more",
        remedy: "take 1000, to know the worst twentieth of outcomes")
    }
    rows = try OptionRows(
      options.choice, of: try ResolvedExperiment<E>(plan), plan: plan, allowingNone: options.leaveIt ?? true)
    task = try PreparedExperiment<E>(
      plan, options.replicated.shared.output, verb: "decide", options: options.shellOptions, command: "decide",
      distinctions: options.choice, tried: (rows, rows.names.count), files: DecisionDirectory.fileNames)
    reading = try MeasureReading(options.measured.measure, of: task.schema)
    leavesIt = options.leaveIt ?? (reading.name == "npv" && !options.measured.lessIsBetter)
    guard leavesIt || rows.names.count > 1 else {
      throw InvalidValue(
        "\(E.self)", "it has no choice, so there is nothing to decide",
        remedy: "let leaving it be an option: --leave-it")
    }
  }

  /// What leaving it altogether is called.
  private static var leaving: String { "leave it" }

  /// Below these the spline of the value of learning has nothing to stand on.
  private static var leastReplications: Int { 50 }

  func run() throws {
    let directory = try DecisionDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    let problem = try problem()
    let decision = DecisionDirectory.Decision(
      problem: problem, unit: reading.unit.description,
      assessments: problem.table.assessments(tail: options.tail),
      attitudes: problem.attitudes(tolerance: options.tolerance, tail: options.tail),
      everything: PerfectInformation(problem.table),
      learning: try StageLine.during("Working out what learning is worth") {
        try problem.valuesOfLearning(seed: task.plan.seed)
      },
      fresh: try SelectionOptimism(of: problem.table) { try freshPayoffs(of: $0) })
    let written = try directory.finish(decision, measure: reading.name)
    options.replicated.shared.output.show(
      written,
      DecisionReport(
        title: task.description.experiment + ": " + task.description.question, decision, measure: reading,
        tail: options.tail,
        footer:
          "\(rows.names.count) options × \(task.plan.replications) replications on the same draws, and as many fresh ones of "
          + "the best, seed \(task.plan.seed)\(task.plan.optionsText)\nFiles in \(task.path): decision.csv, attitudes.csv, "
          + "information.csv, payoffs.csv, inputs.csv, datapackage.json"
      ).text)
  }

  /// More is better: the measure, or where less of it is better, the measure with its sign turned.
  private func payoff(_ record: ReplicationRecord) -> Double? {
    reading.value(of: record).map { options.measured.lessIsBetter ? -$0 : $0 }
  }

  private func problem() throws -> DecisionProblem {
    let count = rows.names.count
    let columns = task.experiment.uncertainInputs
    var payoffs = [[Double?]](repeating: [], count: count)
    var inputs = [[Double]](repeating: [], count: columns.count)
    try task.compute(rows, 0..<rows.count(task.plan.replications)) { records in
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
    if leavesIt { table.append((Self.leaving, Array(repeating: 0, count: task.plan.replications))) }
    return DecisionProblem(
      table: try OptionTable(table), inputs: samples,
      lessIsBetter: options.measured.lessIsBetter)
  }

  /// The payoffs of an option on the replications after those of the choice.
  private func freshPayoffs(of option: Int) throws -> [Double?] {
    let replications = task.plan.replications
    guard option < rows.names.count else { return Array(repeating: 0, count: replications) }
    var payoffs: [Double?] = []
    try task.compute(PointRows(rows, point: option, of: rows.names.count), replications..<2 * replications) { records in
      payoffs += records.map(payoff)
    }
    let empty = payoffs.count { $0 == nil }
    if empty > 0 { throw reading.missing(empty, of: replications, in: task.schema) }
    return payoffs
  }
}

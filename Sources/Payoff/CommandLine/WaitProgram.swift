import CommandOptions
import Experimentation
import Randomness
import Results

/// `payoff wait`: whether to act now or wait, and for what.
struct WaitProgram<E: Experiment> {
  private let task: PreparedExperiment<E>
  private let output: OutputOptions
  private let reading: MeasureReading
  private let rows: OptionRows<E>
  private let timing: ChoiceDeclaration
  /// The months of the options, of which one is never.
  private let months: [Int?]

  init(_ options: WaitOptions) throws {
    let plan = try options.replicated.plan
    output = options.replicated.shared.output
    guard plan.replications >= Self.leastReplications else {
      throw InvalidValue(
        "--replications \(plan.replications)", "learning when to act needs \(Self.leastReplications) or more",
        remedy: "take 1000")
    }
    let experiment = try ResolvedExperiment<E>(plan)
    timing = try Self.timing(options.timing, of: experiment)
    months = timing.months ?? []
    rows = try OptionRows([timing.name], of: experiment, plan: plan)
    task = try PreparedExperiment<E>(
      plan, output, verb: "wait", options: options.shellOptions, command: "wait", distinctions: [timing.name],
      tried: (rows, rows.names.count), files: WaitDirectory.fileNames)
    reading = try MeasureReading(options.measure, of: task.schema)
    guard reading.bar == nil, reading.unit != "month" else {
      throw InvalidValue(
        "--measure \(reading.name)", "waiting is worth something in money at time zero", remedy: "take npv")
    }
  }

  /// Below these what was learnt has nothing to stand on.
  private static var leastReplications: Int { 50 }

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
        "\(E.self)", "it has no timing, so there is nothing to wait with",
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
    let directory = try WaitDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    let training = try table(0..<replications)
    let fresh = try table(replications..<2 * replications)
    let analysis = try TimingAnalysis(training: training, fresh: fresh)
    let names = TimingNames(analysis, task.schema.signals.map(\.unit))
    let report = WaitReport(
      title: task.description.experiment + ": " + task.description.question, analysis, names, timing: timing,
      measure: reading,
      footer:
        "\(months.count) options × \(replications) replications to choose on, and as many fresh ones, seed "
        + "\(task.plan.seed)\(task.plan.optionsText)\nFiles in \(task.path): timing.csv, acting.csv, inputs.csv, "
        + "datapackage.json")
    let written = try directory.finish(
      analysis, names: names.rows(of: analysis), measure: reading.name, unit: reading.unit.description,
      answer: report.sentences.joined(separator: " "))
    output.show(written, report.text)
  }

  /// What each date brings, and what is known on it.
  private func table(_ replications: Range<Int>) throws -> TimingTable {
    let signals = task.schema.signals
    var table = TimingTable(
      months: months.compactMap(\.self), signals: signals.map(\.name), replications: replications)
    let count = months.count
    var values: [Double] = []
    try task.compute(rows, (replications.lowerBound * count)..<(replications.upperBound * count)) { records in
      for record in records {
        guard let value = reading.value(of: record) else {
          throw reading.missing(1, of: replications.count, in: task.schema)
        }
        values.append(value)
        guard values.count == count else { continue }
        // The last option is never, in which what is seen does not depend on what was done.
        let known = table.months.map { month in signals.map { record.timeline[$0.series][month] } }
        table.add(never: values[count - 1], values: Array(values.dropLast()), known: known)
        values.removeAll(keepingCapacity: true)
      }
    }
    return table
  }
}

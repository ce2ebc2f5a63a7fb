import Experimentation
import Randomness

/// The inputs of an experiment from the one that moves the main measure most to the one that moves it least, and those on
/// which nothing depends with the choices taken.
///
/// Each uncertain input alone is at its P10 and at its P90, the others at their medians, with the same chance: what the
/// replications of a run show of an input is blurred by all others, so that among inputs that move little, chance would
/// decide the order. Costs a replication for each of ``chances`` and each end of an input, and about one more an input to
/// find those on which nothing depends.
struct InputOrder: Sendable, Hashable {
  /// The uncertain inputs, the greatest swing first; equal swings keep the order of the inputs. None that is unused.
  let names: [String]
  /// The first of them: those that move the measure by at least a hundredth of what the first does.
  let deciding: [String]
  /// In the order of the inputs.
  let unused: [String]

  /// So many draws of chance the swings are means over.
  private static let chances = 4
  /// Replications among which another value of an input is looked for.
  static let recordsLooked = 100

  /// - Parameters:
  ///   - rows: what the replications of a run are computed with.
  ///   - records: the first of them: ``recordsLooked``, or as many as there are.
  init<E: Experiment>(
    _ experiment: ResolvedExperiment<E>, _ plan: RunPlan, _ schema: RunSchema, rows: any RowSource,
    records: [ReplicationRecord]
  ) throws {
    func measures(_ rows: any RowSource, _ count: Int) throws -> [[Double?]] {
      var found: [[Double?]] = []
      let replicator = Replicator(experiment, plan: plan, rows: rows, count: count, solvesBreakEvens: false)
      try replicator.run(schema) { records in found += records.map(\.measures) }
      return found
    }
    let unused = try UnusedInputs(experiment, schema, rows: rows, records: records).names(measures)
    let names = experiment.inputs.map(\.declaration.name)
    let columns = experiment.uncertainInputs.filter { !unused.contains(names[$0]) }
    let ends = InputEndRows(experiment, columns: columns, chances: Self.chances)
    let main = schema.mainMeasure
    // A break-even is found by evaluating a scenario again and again: of the ends alone.
    let replicator = Replicator(
      experiment, plan: plan, rows: ends, count: ends.count, solvesBreakEvens: schema.measures[main].isSought)
    var outputs: [Double?] = []
    try replicator.run(schema) { records in outputs += records.map { $0.measures[main] } }
    let swings = columns.indices.map { ends.swing(of: $0, outputs) }
    let order = swings.indices.sorted { (swings[$1], $0) < (swings[$0], $1) }
    let least = max(swings.max() ?? 0, 0) / 100
    self.names = order.map { names[columns[$0]] }
    deciding = order.filter { swings[$0] > 0 && swings[$0] >= least }.map { names[columns[$0]] }
    self.unused = unused
  }
}

/// Each of some inputs at its P10 and at its P90, the others at their medians, with several draws of chance.
private struct InputEndRows: RowSource {
  private let ends: [(column: Int, value: Double)]
  private let medians: [Double]
  private let conversions: [Int: CurrencyConversion]
  private let choices: [Int]
  private let chances: Int
  private let names: [String]

  init<E: Experiment>(_ experiment: ResolvedExperiment<E>, columns: [Int], chances: Int) {
    ends = columns.flatMap { column in
      [0.1, 0.9].map { (column: column, value: experiment.inputs[column].distribution.quantile($0)) }
    }
    medians = experiment.inputs.map { $0.distribution.quantile(0.5) }
    conversions = experiment.conversions
    choices = experiment.choices.map(\.selected)
    names = experiment.inputs.map(\.declaration.name)
    self.chances = chances
  }

  var count: Int { ends.count * chances }

  func row(_ number: Int) -> RunRow {
    let end = ends[number / chances]
    var inputs = medians
    inputs[end.column] = end.value
    return RunRow(inputs: inputs, conversions: conversions, choices: choices, replication: number % chances)
  }

  func place(of number: Int) -> String {
    let end = ends[number / chances]
    return "with \(names[end.column])=\(end.value) and the others at their medians"
  }

  /// The size of the mean difference between the ends of an input, by its place among the columns; less than any where
  /// no draw of chance has a value at both.
  func swing(of place: Int, _ outputs: [Double?]) -> Double {
    let first = 2 * place * chances
    let differences = (0..<chances).compactMap { chance -> Double? in
      guard let low = outputs[first + chance], let high = outputs[first + chances + chance] else { return nil }
      return high - low
    }
    return differences.isEmpty ? -1 : abs(differences.reduce(0, +)) / Double(differences.count)
  }
}

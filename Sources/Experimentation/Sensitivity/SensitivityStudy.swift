import Randomness

/// What a sensitivity analysis is to explain, and how large it is.
package struct SensitivityQuestion: Sendable {
  /// The measure, or whether it meets a bar.
  package let reading: MeasureReading
  package let schema: RunSchema
  /// In the unit of the method's ``SensitivityMethod/size``.
  package let size: Int
  package let seed: UInt64

  package init(_ reading: MeasureReading, schema: RunSchema, size: Int, seed: UInt64) {
    self.reading = reading
    self.schema = schema
    self.size = size
    self.seed = seed
  }
}

/// A method at work on an experiment: the rows that are to be run, and what takes their results, one by one in their
/// order.
///
/// ```swift
/// var study = try method.study(of: experiment, question)
/// // run study.chance?.rows, and hand each record to study.addPilot(_:)
/// // run study.rows, and hand each record to study.add(_:)
/// let analysis = try study.analysis
/// ```
package struct SensitivityStudy {
  package let rows: any RowSource
  /// How many rows there are.
  package let count: Int
  /// The columns of the inputs that vary.
  package let columns: [Int]
  /// The runs that tell chance from what the inputs do; `nil` for a method that averages over chance itself.
  package private(set) var chance: ChancePilot?
  /// What the method takes for granted here; `nil` where it is what it always does.
  package let assumption: String?
  private let question: SensitivityQuestion
  private var estimator: any SensitivityEstimator

  init(
    rows: any RowSource, count: Int, columns: [Int], _ question: SensitivityQuestion,
    estimator: any SensitivityEstimator, chance: ChancePilot?, assumption: String? = nil
  ) {
    self.rows = rows
    self.count = count
    self.columns = columns
    self.question = question
    self.estimator = estimator
    self.chance = chance
    self.assumption = assumption
  }

  /// All runs, those that tell chance included.
  package var runs: Int { count + (chance?.count ?? 0) }

  /// Takes the next of the runs that tell chance.
  package mutating func addPilot(_ record: ReplicationRecord) {
    let output = question.reading.value(of: record)
    chance?.add(record.replication, output)
  }

  /// Takes the result of the next row.
  package mutating func add(_ record: ReplicationRecord) {
    estimator.add(
      row: record.replication, inputs: columns.map { record.inputs[$0] }, output: question.reading.value(of: record))
  }

  /// The share of chance in the variance of a run; `nil` where it was not looked at, or has no value in some run.
  package var split: VarianceSplit? { chance?.split(of: question.reading.name) }

  /// The indices of the rows so far, and the share of chance beside them.
  /// - Throws: ``SensitivityError`` or ``MissingValues`` for rows that would give a wrong answer.
  package var analysis: SensitivityAnalysis {
    get throws {
      let split = split
      var analysis = try estimator.analysis(aleatoryShare: split?.aleatoryShare)
      if let split { analysis.add(split) }
      return analysis
    }
  }
}

/// What takes the results of a design row by row, in their order.
package protocol SensitivityEstimator {
  /// Adds the next row.
  ///
  /// - `row`: its number, from 0.
  /// - `inputs`: the values of the inputs that vary.
  /// - `output`: `nil`, or no finite number, where there is none.
  mutating func add(row: Int, inputs: [Double], output: Double?)

  /// The indices of the rows so far.
  ///
  /// - `aleatoryShare`: the share of chance in the variance of the outputs, where that is known.
  func analysis(aleatoryShare: Double?) throws -> SensitivityAnalysis
}

/// Rows that are kept until all are there.
struct CollectedRows: SensitivityEstimator {
  private let method: any DesignBasedMethod
  private let measure: String
  private let inputs: [String]
  private let areCorrelated: Bool
  private var rows: [[Double]] = []
  private var outputs: [Double?] = []

  init(_ method: any DesignBasedMethod, measure: String, inputs: [String], areCorrelated: Bool) {
    self.method = method
    self.measure = measure
    self.inputs = inputs
    self.areCorrelated = areCorrelated
  }

  mutating func add(row: Int, inputs: [Double], output: Double?) {
    rows.append(inputs)
    outputs.append(output)
  }

  func analysis(aleatoryShare: Double?) throws -> SensitivityAnalysis {
    try method.analyze(
      DesignResults(
        measure: measure, inputs: inputs, rows: rows, outputs: outputs, inputsAreCorrelated: areCorrelated,
        aleatoryShare: aleatoryShare))
  }
}

/// Points of the inputs that are run several times each: what differs within a point is chance.
package struct ChancePilot {
  package let rows: any RowSource
  package var count: Int { Self.points * Self.replications }
  /// By point.
  private var outputs: [[Double]] = []

  private static let points = 64
  private static let replications = 4

  init<E: Experiment>(
    of experiment: ResolvedExperiment<E>, columns: [Int], _ question: SensitivityQuestion
  ) throws(InvalidValue) {
    let points = try Design.sobol(
      inputs: columns.map { experiment.inputs[$0].declaration.name }, rows: Self.points,
      scrambling: .owen(Streams(seed: question.seed, replication: 1)))
    rows = DesignRows(points, columns: columns, of: experiment, replicationsOfPoint: Self.replications)
  }

  mutating func add(_ row: Int, _ output: Double?) {
    if row.isMultiple(of: Self.replications) { outputs.append([]) }
    outputs[outputs.count - 1].append(output ?? .nan)
  }

  /// `nil` where the measure has no value in some run.
  func split(of measure: String) -> VarianceSplit? { try? VarianceSplit(of: outputs, measure: measure) }
}

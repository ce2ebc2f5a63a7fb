package import Randomness

/// A method that quantifies how much each input matters for a measure.
///
/// A method is a value that holds its settings, and one file: name, titles, paper, assumption, cost, size, design,
/// estimator and ranking stand in its type, and ``SensitivityMethods`` lists it. Nothing else knows it by name. Most
/// methods are ``DesignBasedMethod``s.
package protocol SensitivityMethod: Sendable {
  /// The name, as `--method` takes it.
  var name: String { get }

  /// The name as `sensitivity.csv` has it, where a variant of the method has another.
  var recordedName: String { get }

  /// What it is called in a heading.
  var title: Text { get }

  /// The paper that describes it.
  var reference: String { get }

  /// What it takes for granted, and what its indices say: what follows the words "it assumes".
  var assumption: String { get }

  /// The number of runs, as a formula of the size N and the number of inputs k: `N (k + 2)`.
  var cost: String { get }

  /// What `--size` counts, and how many unless told otherwise.
  var size: SensitivitySize { get }

  /// What it does where inputs depend on each other.
  var dependentInputs: DependentInputs { get }

  /// The index by which inputs are ranked: `ST`, `mu_star`.
  var rankingIndex: String { get }

  /// The chart that shows its indices.
  var picture: SensitivityPicture { get }

  /// Whether it can share out the effects of pairs of inputs.
  var offersSecondOrder: Bool { get }

  /// The same method, with the seed of its draws and whether it shares out the effects of pairs.
  func configured(seed: UInt64, secondOrder: Bool) -> Self

  /// How much an input decides, by the rows of an analysis; `nil` where the rows do not say it.
  func weight(of input: String, in rows: [SensitivityRow]) -> Double?

  /// Whether an analysis tells an input from one that has no effect, by the test of the method.
  func isToldFromNoEffect(_ input: String, in rows: [SensitivityRow]) -> Bool

  /// The method at work on an experiment: the rows that are to be run, and what takes their results.
  /// - Throws: ``SensitivityError`` for inputs that the method can't take, and `InvalidValue` for a size that it can't.
  func study<E: Experiment>(
    of experiment: ResolvedExperiment<E>, _ question: SensitivityQuestion
  ) throws -> SensitivityStudy
}

/// A method that runs the rows of a design and makes its indices of them, and so takes the rows of any model.
///
/// ```swift
/// let analysis = try PAWN().analyze(
///   DesignResults(measure: "npv", inputs: ["a", "b"], rows: rows, outputs: outputs))
/// ```
/// The same rows give the same indices: what a method draws, it draws from a stream that its seed, its name and the
/// measure place.
package protocol DesignBasedMethod: SensitivityMethod {
  /// Whether it takes any rows, and so can leave out those without an output.
  var acceptsAnyRows: Bool { get }

  /// The runs of the model for a size N and k inputs: what ``SensitivityMethod/cost`` comes to.
  func runs(size: Int, inputs: Int) -> Int

  /// The rows that it wants, for a size; points of the Sobol sequence unless the method has a design of its own.
  func design(of inputs: [String], size: Int, streams: Streams) throws(InvalidValue) -> any RowDesign

  /// What takes the results row by row; unless the method has one of its own, they are kept until ``analyze(_:)`` takes
  /// them.
  func estimator(of measure: String, inputs: [String], areCorrelated: Bool) -> any SensitivityEstimator

  /// The indices of each input, in the order of the inputs.
  /// - Throws: ``SensitivityError`` for rows that would give a wrong answer. Rows that are few or all alike are no
  ///   error: the indices then have no value, and a warning says why.
  func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis
}

/// The size of a sensitivity analysis: what it counts, and how many there are unless told otherwise.
package struct SensitivitySize: Sendable, Hashable {
  package let standard: Int
  /// What is counted: `trajectories`.
  package let unit: String

  package init(_ standard: Int, _ unit: String) {
    self.standard = standard
    self.unit = unit
  }
}

/// What a method does where inputs depend on each other.
package enum DependentInputs: Sendable, Hashable {
  /// Its indices have a meaning all the same.
  case allowed
  /// Each input moves alone, and the others stay where they are: a note says so.
  case movedAlone
  /// It draws them from their conditional distributions, and so needs an experiment that declares them.
  case drawnConditionally
  /// Its indices would mislead: it is rejected, with the methods that are not.
  case rejected
}

/// The chart that shows the indices of a method.
package enum SensitivityPicture: Sendable, Hashable {
  /// Bars from `low` to `high` about `base`.
  case tornado
  /// A line for each input over its quantiles, from indices named `q0.05`.
  case spider
  /// A point for each input, `sigma` over `mu_star`.
  case screening
  /// Bars of these indices, the first of which ranks, with what they are shares of, if anything.
  case bars([String], axis: Text?)
}

extension SensitivityMethod {
  package var recordedName: String { name }
  package var picture: SensitivityPicture { .bars([rankingIndex], axis: nil) }
  package var offersSecondOrder: Bool { false }
  package func configured(seed: UInt64, secondOrder: Bool) -> Self { self }

  package func weight(of input: String, in rows: [SensitivityRow]) -> Double? {
    rows.first { $0.index == rankingIndex && $0.input == input && $0.secondInput == nil }?.value.map(abs)
  }

  /// By the interval of the index that ranks; an index without one is taken as it is.
  package func isToldFromNoEffect(_ input: String, in rows: [SensitivityRow]) -> Bool {
    guard let weight = weight(of: input, in: rows), weight > 0 else { return false }
    let row = rows.first { $0.index == rankingIndex && $0.input == input && $0.secondInput == nil }
    return !(row?.isIndistinguishableFromZero ?? false)
  }

  /// The inputs that are told from ones without effect, the one that decides most first.
  package func drivers(_ rows: [SensitivityRow]) -> [String] {
    ranked(rows).map(\.input).filter { isToldFromNoEffect($0, in: rows) }
  }

  /// The inputs of an analysis by how much they decide, the most first; those of which nothing is known last, and equal
  /// ones in the order in which they come.
  package func ranked(_ rows: [SensitivityRow]) -> [(input: String, weight: Double?)] {
    var inputs: [String] = []
    for row in rows where row.secondInput == nil && row.input != SensitivityAnalysis.chance {
      if !inputs.contains(row.input) { inputs.append(row.input) }
    }
    return inputs.enumerated().map { (offset: $0.offset, input: $0.element, weight: weight(of: $0.element, in: rows)) }
      .sorted { one, other in
        let (a, b) = (one.weight ?? 0, other.weight ?? 0)
        return a != b ? a > b : one.offset < other.offset
      }.map { ($0.input, $0.weight) }
  }
}

extension DesignBasedMethod {
  package var acceptsAnyRows: Bool { true }
  package var size: SensitivitySize { SensitivitySize(1024, "rows") }
  package var cost: String { "N" }

  package func runs(size: Int, inputs: Int) -> Int { size }

  package func design(of inputs: [String], size: Int, streams: Streams) throws(InvalidValue) -> any RowDesign {
    try Design.sobol(inputs: inputs, rows: size, scrambling: .owen(streams))
  }

  /// Rejects a design that no memory holds, before it is made.
  func requireRoom(size: Int, inputs: Int) throws(InvalidValue) {
    let runs = runs(size: size, inputs: inputs)
    guard runs > Self.mostNumbers / max(inputs, 1) else { return }
    throw InvalidValue(
      "a size of \(size)",
      "\(name) makes \(runs) runs of \(inputs) inputs of it; a design holds at most \(Self.mostNumbers) numbers",
      remedy: "take a smaller size; \(self.size.standard) \(self.size.unit) are usual")
  }

  /// Of all rows of a design: 800 MB.
  private static var mostNumbers: Int { 100_000_000 }

  package func estimator(of measure: String, inputs: [String], areCorrelated: Bool) -> any SensitivityEstimator {
    CollectedRows(self, measure: measure, inputs: inputs, areCorrelated: areCorrelated)
  }

  package func study<E: Experiment>(
    of experiment: ResolvedExperiment<E>, _ question: SensitivityQuestion
  ) throws -> SensitivityStudy {
    try designStudy(of: experiment, question)
  }

  /// The study of the rows of ``design(of:size:streams:)``.
  func designStudy<E: Experiment>(
    of experiment: ResolvedExperiment<E>, _ question: SensitivityQuestion
  ) throws -> SensitivityStudy {
    let areCorrelated = experiment.dependence != nil
    if let dependence = experiment.dependence, dependentInputs == .rejected {
      throw SensitivityError.dependentInputs(method: name, dependence: dependence.description)
    }
    let columns = try experiment.requireUncertainInputs()
    let names = columns.map { experiment.inputs[$0].declaration.name }
    try requireRoom(size: question.size, inputs: names.count)
    let design = try design(of: names, size: question.size, streams: Streams(seed: question.seed, replication: 0))
    return SensitivityStudy(
      rows: DesignRows(design, columns: columns, of: experiment), count: design.count, columns: columns, question,
      estimator: estimator(of: question.reading.name, inputs: names, areCorrelated: areCorrelated),
      chance: try ChancePilot(of: experiment, columns: columns, question))
  }
}

/// Why a method rejects rows that would give it a wrong answer.
package enum SensitivityError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A method that needs every row of its design lacks the output of some: the first of them, and how many.
  case missingOutputs(method: String, measure: String, firstRow: Int, count: Int)
  /// A method that takes the inputs for independent was given correlated ones.
  case correlatedInputs(method: String)
  /// A method that takes the inputs for independent was given an experiment whose inputs are dependent, as described.
  case dependentInputs(method: String, dependence: String)
  /// A design point lacks the output of a replication: the first such point, and how many there are.
  case missingReplications(measure: String, firstPoint: Int, count: Int)
  /// The rows are not those of the design that the method needs.
  case notTheDesign(method: String, row: Int, problem: String)

  package var description: String {
    switch self {
    case .missingOutputs(let method, let measure, let firstRow, let count):
      "\(method): \(measure) has no finite value in \(count == 1 ? "" : "\(count) rows, first in ")row \(firstRow), "
        + "and the method needs every row of its design. These methods leave out rows without a value: "
        + SensitivityMethods.acceptingAnyRows.joined(separator: ", ")
    case .correlatedInputs(let method):
      "\(method): the inputs are correlated, and the method assumes independent inputs. These methods do not: "
        + SensitivityMethods.allowingDependentInputs.joined(separator: ", ")
    case .dependentInputs(let method, let dependence):
      "\(method) assumes independent inputs, and some of these are dependent (\(dependence)). Add --correlate none to analyse "
        + "them as if they were independent, or take --method sobol or another method for dependent inputs: "
        + SensitivityMethods.allowingDependentInputs.joined(separator: ", ")
    case .missingReplications(let measure, let firstPoint, let count):
      "\(measure) has no finite value in a replication of \(count == 1 ? "" : "\(count) design points, first ")"
        + "design point \(firstPoint); leave out the points that failed"
    case .notTheDesign(let method, let row, let problem):
      "\(method): the rows are not those of its design, first at row \(row): \(problem)"
    }
  }
}

extension Text {
  /// What Sobol's indices and their like are.
  static let shareOfVariance = Text("share of the variance", zh: "方差占比")
}

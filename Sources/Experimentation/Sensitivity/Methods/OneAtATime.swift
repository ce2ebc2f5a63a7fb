import EventSimulation
import Randomness

/// A method that moves one input at a time over quantiles of its distribution, with the others at their medians.
///
/// Every point is run several times, on the same chance as every other point, and the measure is averaged over them.
protocol OneAtATimeMethod: SensitivityMethod {
  /// The quantiles of each input.
  var quantiles: [Double] { get }

  /// The rows of `sensitivity.csv`.
  ///
  /// - `base`: the measure with every input at its median.
  /// - `baseValues`: the median of each input.
  func analysis(
    of measure: String, base: Double?, baseValues: [String: Double], runs: [OneAtATimeRun]
  ) -> SensitivityAnalysis
}

extension OneAtATimeMethod {
  package var assumption: String { "no interaction: one input moves at a time, so joint effects do not show" }
  package var cost: String { "N (\(quantiles.count)k + 1)" }
  package var size: SensitivitySize { SensitivitySize(40, "replications of a point") }
  package var dependentInputs: DependentInputs { .movedAlone }

  package func study<E: Experiment>(
    of experiment: ResolvedExperiment<E>, _ question: SensitivityQuestion
  ) throws -> SensitivityStudy {
    let columns = try experiment.requireUncertainInputs()
    let rows = OneAtATimeRows(quantiles: quantiles, replications: question.size, of: experiment)
    return SensitivityStudy(
      rows: rows, count: rows.count, columns: columns, question,
      estimator: OneAtATimeTallies(
        self, question, rows.points, replications: question.size,
        names: experiment.inputs.map(\.declaration.name),
        baseValues: Dictionary(
          uniqueKeysWithValues: columns.map { (experiment.inputs[$0].declaration.name, rows.baseValue(of: $0)) })),
      chance: nil)
  }
}

/// The measure with one input at a quantile of its distribution and the others at their base.
package struct OneAtATimeRun: Sendable, Hashable {
  package let input: String
  /// The quantile, in [0, 1].
  package let quantile: Double
  /// The value of the input there, in its unit.
  package let value: Double
  /// The measure; `nil` where it has no value.
  package let output: Double?
  /// The 95 % interval of the measure over replications, where there were several.
  package let interval: ClosedRange<Double>?
  /// Whether the input takes only certain values.
  package let isDiscrete: Bool

  package init(
    input: String, quantile: Double, value: Double, output: Double?, interval: ClosedRange<Double>? = nil,
    isDiscrete: Bool = false
  ) {
    self.isDiscrete = isDiscrete
    self.input = input
    self.quantile = quantile
    self.value = value
    self.output = output
    self.interval = interval
  }

  /// The runs of each input by rising quantile; the inputs in the order in which they first come.
  static func byInput(_ runs: [OneAtATimeRun]) -> [(input: String, runs: [OneAtATimeRun])] {
    var names: [String] = []
    for run in runs where !names.contains(run.input) { names.append(run.input) }
    return names.map { name in
      let own = runs.enumerated().filter { $0.element.input == name }
      return (name, own.sorted { ($0.element.quantile, $0.offset) < ($1.element.quantile, $1.offset) }.map(\.element))
    }
  }
}

/// Each uncertain input at some quantiles, the others at their medians, each point with several replications of chance.
struct OneAtATimeRows<E: Experiment>: RowSource {
  /// The base is the point before the first of these.
  let points: [OneAtATimePoint]
  private let replications: Int
  private let base: [Double]
  private let conversions: [Int: CurrencyConversion]
  private let choices: [Int]
  private let names: [String]

  init(quantiles: [Double], replications: Int, of experiment: ResolvedExperiment<E>) {
    self.replications = replications
    base = experiment.inputs.map { $0.distribution.quantile(0.5) }
    conversions = experiment.conversions
    choices = experiment.choices.map(\.selected)
    names = experiment.inputs.map(\.declaration.name)
    points = experiment.uncertainInputs.flatMap { input in
      quantiles.map { quantile in
        OneAtATimePoint(
          input: input, quantile: quantile, value: experiment.inputs[input].distribution.quantile(quantile),
          isDiscrete: experiment.inputs[input].distribution.isDiscrete)
      }
    }
  }

  /// All rows: the base and each point, with their replications.
  var count: Int { (points.count + 1) * replications }

  /// The value of an input at the base.
  func baseValue(of input: Int) -> Double { base[input] }

  /// The point that a row belongs to; `nil` for the base.
  private func point(of number: Int) -> OneAtATimePoint? {
    number < replications ? nil : points[number / replications - 1]
  }

  func row(_ number: Int) -> RunRow {
    var inputs = base
    if let point = point(of: number) { inputs[point.input] = point.value }
    return RunRow(inputs: inputs, conversions: conversions, choices: choices, replication: number % replications)
  }

  func place(of number: Int) -> String {
    guard let point = point(of: number) else { return "with every input at its median" }
    return "with \(names[point.input])=\(point.value.shortest) and the others at their medians"
  }
}

/// Which input is at which quantile.
struct OneAtATimePoint: Sendable, Hashable {
  /// The column of the input.
  let input: Int
  let quantile: Double
  let value: Double
  /// Whether the input takes only certain values.
  let isDiscrete: Bool
}

/// The measure at the base and at each point, averaged over the replications.
private struct OneAtATimeTallies: SensitivityEstimator {
  private let method: any OneAtATimeMethod
  private let question: SensitivityQuestion
  private let points: [OneAtATimePoint]
  private let replications: Int
  private let names: [String]
  private let baseValues: [String: Double]
  /// Of the base, then of the points.
  private var tallies: [Tally]
  private var empty = 0
  private var count = 0

  init(
    _ method: any OneAtATimeMethod, _ question: SensitivityQuestion, _ points: [OneAtATimePoint], replications: Int,
    names: [String], baseValues: [String: Double]
  ) {
    self.method = method
    self.question = question
    self.points = points
    self.replications = replications
    self.names = names
    self.baseValues = baseValues
    tallies = Array(repeating: Tally(), count: points.count + 1)
  }

  mutating func add(row: Int, inputs: [Double], output: Double?) {
    count += 1
    if let output { tallies[row / replications].add(output) } else { empty += 1 }
  }

  func analysis(aleatoryShare: Double?) throws -> SensitivityAnalysis {
    if empty > 0 { throw question.reading.missing(empty, of: count, in: question.schema) }
    let base = tallies[0].mean
    let runs = zip(points, tallies.dropFirst()).map { point, tally in
      let interval = ConfidenceInterval(of: tally)
      // What differs from the base by rounding is not moved by the input.
      let isMoved = base.map { base in tally.mean.map { !OutputTolerance.isSame($0, base) } ?? true } ?? true
      return OneAtATimeRun(
        input: names[point.input], quantile: point.quantile, value: point.value, output: isMoved ? tally.mean : base,
        interval: interval.map { $0.low...$0.high }, isDiscrete: point.isDiscrete)
    }
    return method.analysis(
      of: question.reading.name, base: base, baseValues: baseValues, runs: runs)
  }
}

/// The values of an input at which the measure changes its sign, as by interpolation on a straight line between runs.
///
/// ```swift
/// let values = SwitchValues(of: [(2, -10), (4, 30)]).values  // [2.5]
/// ```
/// In the unit of the input. Runs without a measure part the line: nothing is interpolated across them. A measure is 0
/// where it is so beside the largest of the runs, but for rounding; where it is 0 in several runs on the way to the other
/// sign, the value is the first, and ``zeros`` has all.
package struct SwitchValues: Sendable, Hashable {
  /// In the order of the runs; none where the measure keeps its sign.
  package let values: [Double]
  /// For an input that takes only certain values: those between which the measure changes its sign without being 0.
  package let passed: [ClosedRange<Double>]
  /// The stretches of several runs on which the measure is 0 on the way to the other sign.
  package let zeros: [ClosedRange<Double>]

  /// - `runs`: Values of the input in their order, with the measure there.
  /// - `isDiscrete`: whether the input has no values between.
  package init(of runs: [(value: Double, output: Double?)], isDiscrete: Bool = false) {
    var values: [Double] = []
    var passed: [ClosedRange<Double>] = []
    var zeros: [ClosedRange<Double>] = []
    let largest = runs.compactMap(\.output).filter(\.isFinite).map(abs).max() ?? 0
    // The last run whose measure is not 0, and the runs after it where it is.
    var last: (value: Double, output: Double)?
    var zero: ClosedRange<Double>?
    for run in runs {
      guard let output = run.output, output.isFinite else {
        (last, zero) = (nil, nil)
        continue
      }
      if abs(output) <= OutputTolerance.relative * largest {
        zero = min(zero?.lowerBound ?? run.value, run.value)...max(zero?.upperBound ?? run.value, run.value)
        continue
      }
      if let last, (last.output < 0) != (output < 0), isDiscrete, zero == nil {
        passed.append(min(last.value, run.value)...max(last.value, run.value))
      } else if let last, (last.output < 0) != (output < 0) {
        let ascends = last.value < run.value
        values.append(
          zero.map { ascends ? $0.lowerBound : $0.upperBound }
            ?? last.value + (run.value - last.value) * (last.output / (last.output - output)))
        if let zero, zero.lowerBound < zero.upperBound { zeros.append(zero) }
      }
      (last, zero) = ((run.value, output), nil)
    }
    self.values = values
    self.passed = passed
    self.zeros = zeros
  }

  /// The one nearest to a value of the input; `nil` where there is none.
  package func nearest(to value: Double) -> Double? { values.min { abs($0 - value) < abs($1 - value) } }
}

extension SensitivityAnalysis {
  /// Warns of what a break-even value does not say.
  mutating func warn(of found: SwitchValues, over input: String) {
    if found.values.count + found.passed.count > 1 {
      warn(.severalSwitchValues(input: input, count: found.values.count + found.passed.count))
    }
    for zeros in found.zeros { warn(.zeroBetween(input: input, zeros.lowerBound, zeros.upperBound)) }
    for passed in found.passed { warn(.signChangesBetween(input: input, passed.lowerBound, passed.upperBound)) }
  }

  /// Adds the measure of a run, with the interval that it came with.
  mutating func add(_ run: OneAtATimeRun, index: String) {
    add(
      SensitivityRow(
        method: method, measure: measure, input: run.input, index: index, value: run.output, interval: run.interval))
  }
}

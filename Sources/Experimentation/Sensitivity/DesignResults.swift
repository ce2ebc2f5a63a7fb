/// One measure over the rows of a design: what every method takes.
///
/// ```swift
/// let results = DesignResults(measure: "npv", inputs: ["priceFall"], rows: [[0.3], [0.4]], outputs: [1.2e6, 2.1e6])
/// ```
/// The rows are in the order of the design, in [0, 1] or in the units of the inputs: the indices are the same.
package struct DesignResults: Sendable {
  /// The name of the measure.
  package let measure: String
  /// The names of the inputs.
  package let inputs: [String]
  /// The values of the inputs, row by row.
  package let rows: [[Double]]
  /// The measure of each row; `nil`, or no finite number, where the run failed or the measure has no value. Outputs of
  /// a few values that differ by rounding are equal: see ``OutputTolerance``.
  package let outputs: [Double?]
  /// Whether the inputs were drawn with a dependence.
  package let inputsAreCorrelated: Bool
  /// The share of the variance of the outputs that is chance within a design point, where that is known:
  /// see ``VarianceSplit``.
  package let aleatoryShare: Double?

  package init(
    measure: String, inputs: [String], rows: [[Double]], outputs: [Double?], inputsAreCorrelated: Bool = false,
    aleatoryShare: Double? = nil
  ) {
    precondition(rows.count == outputs.count, "every row of a design has an output, be it nil")
    precondition(
      rows.allSatisfy { $0.count == inputs.count && $0.allSatisfy(\.isFinite) },
      "every row of a design has a finite value for each input")
    self.measure = measure
    self.inputs = inputs
    self.rows = rows
    self.outputs = OutputTolerance.withoutRounding(outputs)
    self.inputsAreCorrelated = inputsAreCorrelated
    self.aleatoryShare = aleatoryShare
  }

  /// What brings the outputs to a size with which methods can calculate.
  var outputScale: UnitScale { UnitScale(outputs.compactMap(\.self)) }

  /// The outputs of a design that needs every row and independent inputs, of ``outputScale``.
  func completeOutputs(for method: String) throws(SensitivityError) -> [Double] {
    if inputsAreCorrelated { throw .correlatedInputs(method: method) }
    let known = outputs.map { $0 ?? .nan }
    if let first = known.firstIndex(where: { !$0.isFinite }) {
      let count = known.count { !$0.isFinite }
      throw .missingOutputs(method: method, measure: measure, firstRow: first, count: count)
    }
    return outputScale.scaled(known)
  }
}

/// The rows that have an output, by input, with the order of each: what methods that take any rows work on.
///
/// Inputs and outputs have their ``UnitScale``.
struct GivenData {
  let inputs: [String]
  /// By input, then by row.
  let columns: [[Double]]
  let outputs: [Double]
  let outputScale: UnitScale
  /// For each input, its rows by rising value; rows of equal value in the order of the design.
  let orders: [[Int]]
  /// The rows by rising output.
  let outputOrder: [Int]
  /// Whether the input takes more than one value.
  let varies: [Bool]

  /// Takes the rows with an output; what it leaves out and what is dull becomes a warning.
  init(_ results: DesignResults, needing recommended: Int, warningIn analysis: inout SensitivityAnalysis) {
    let known = results.outputs.indices.filter { row in results.outputs[row]?.isFinite ?? false }
    inputs = results.inputs
    outputScale = results.outputScale
    outputs = outputScale.scaled(known.compactMap { results.outputs[$0] })
    columns = results.inputs.indices.map { input in
      let column = known.map { results.rows[$0][input] }
      return UnitScale(column).scaled(column)
    }
    orders = columns.map(GivenData.order)
    outputOrder = GivenData.order(outputs)
    varies = zip(columns, orders).map { column, order in
      order.first.map { column[$0] } != order.last.map { column[$0] }
    }
    if known.count < results.outputs.count {
      analysis.warn(.rowsLeftOut(count: results.outputs.count - known.count, of: results.outputs.count))
    }
    if known.count < recommended { analysis.warn(.tooFewRows(rows: known.count, recommended: recommended)) }
    if known.count > 1 {
      if !outputsVary { analysis.warn(.constantOutput) }
      for (input, varies) in zip(inputs, varies) where !varies { analysis.warn(.constantInput(input)) }
    }
  }

  var count: Int { outputs.count }

  /// Whether there is more than one output.
  var outputsVary: Bool { outputOrder.first.map { outputs[$0] } != outputOrder.last.map { outputs[$0] } }

  /// The rows of each value that an input takes, by rising value.
  func rowsOfValues(_ input: Int) -> [[Int]] {
    let column = columns[input]
    var values: [[Int]] = []
    for row in orders[input] {
      if let last = values.last, column[last[0]] == column[row] {
        values[values.count - 1].append(row)
      } else {
        values.append([row])
      }
    }
    return values
  }

  /// The places by rising value; equal values keep their order, so that the ranks are the same on every machine.
  static func order(_ values: [Double]) -> [Int] {
    values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }

  /// The quantile of type 7 of values in rising order; not a number without values. Hyndman and Fan 1996.
  static func quantile(ofSorted values: [Double], at probability: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let position = probability * Double(values.count - 1)
    let low = min(Int(position), values.count - 1)
    let high = min(low + 1, values.count - 1)
    let share = position - Double(low)
    // Of the two ends, from the nearer: exact at both.
    return share < 0.5
      ? values[low] + (values[high] - values[low]) * share
      : values[high] - (values[high] - values[low]) * (1 - share)
  }
}

/// The rows that have an output, by input, with the order of each: what methods that take any rows work on.
struct GivenData {
  let inputs: [String]
  /// By input, then by row.
  let columns: [[Double]]
  let outputs: [Double]
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
    outputs = known.compactMap { results.outputs[$0] }
    columns = results.inputs.indices.map { input in known.map { results.rows[$0][input] } }
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

  /// The places by rising value; equal values keep their order, so that the ranks are the same on every machine.
  static func order(_ values: [Double]) -> [Int] {
    values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }
}

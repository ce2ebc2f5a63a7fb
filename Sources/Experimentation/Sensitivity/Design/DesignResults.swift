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
  /// The measure of each row; `nil`, or no finite number, where the run failed or the measure has no value.
  package let outputs: [Double?]
  /// Whether the inputs were drawn with a dependence.
  package let inputsAreCorrelated: Bool
  /// The share of the variance of the outputs that is chance within a design point, where that is known:
  /// see ``VarianceSplit``.
  package let chanceShare: Double?

  package init(
    measure: String, inputs: [String], rows: [[Double]], outputs: [Double?], inputsAreCorrelated: Bool = false,
    chanceShare: Double? = nil
  ) {
    precondition(rows.count == outputs.count, "every row of a design has an output, be it nil")
    precondition(
      rows.allSatisfy { $0.count == inputs.count && $0.allSatisfy(\.isFinite) },
      "every row of a design has a finite value for each input")
    self.measure = measure
    self.inputs = inputs
    self.rows = rows
    self.outputs = outputs
    self.inputsAreCorrelated = inputsAreCorrelated
    self.chanceShare = chanceShare
  }

  /// The outputs of a design that needs every row and independent inputs.
  func completeOutputs(for method: String) throws(SensitivityError) -> [Double] {
    if inputsAreCorrelated { throw .correlatedInputs(method: method) }
    let known = outputs.map { $0 ?? .nan }
    if let first = known.firstIndex(where: { !$0.isFinite }) {
      let count = known.count { !$0.isFinite }
      throw .missingOutputs(method: method, measure: measure, firstRow: first, count: count)
    }
    return known
  }
}

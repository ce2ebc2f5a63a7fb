/// A way to say how much each input matters for a measure.
///
/// ```swift
/// let analysis = try PAWN().analyze(
///   DesignResults(measure: "npv", inputs: ["a", "b"], rows: rows, outputs: outputs))
/// ```
/// A method is a value that holds its settings. The same rows give the same indices: what it draws, it draws from a
/// stream that its seed, its name and the measure place.
package protocol SensitivityMethod: Sendable {
  /// The name, as `--method` and `sensitivity.csv` have it.
  var name: String { get }

  /// The runs of the model that the method needs for a base size N and k inputs.
  func runs(size: Int, inputs: Int) -> Int

  /// The indices of each input, in the order of the inputs.
  /// - Throws: ``SensitivityError`` for rows that would give a wrong answer. Rows that are few or dull are no error: the
  ///   indices then have no value, and a warning says why.
  func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis
}

/// A correlation matrix that was made possible, and what was changed to make it so.
///
/// Its description is what the user is told.
package struct CorrelationRepair: Sendable, Hashable, CustomStringConvertible {
  /// A correlation that is not what was asked for.
  package struct Change: Sendable, Hashable {
    /// The input that comes first.
    package let first: String
    /// The other input.
    package let second: String
    /// The correlation that was asked for, as it was measured.
    package let asked: Double
    /// The correlation that is.
    package let used: Double
  }

  /// The nearest matrix that can be.
  package let matrix: CorrelationMatrix
  /// The correlations that are not what was asked for, the greatest change first.
  package let changes: [Change]
  /// The least eigenvalue of what was asked for.
  package let leastEigenvalue: Double

  /// The distance to what was asked for, of normal scores: the root of the sum of all squared differences, both halves
  /// counted.
  package let distance: Double

  /// - `asked`: the correlations of normal scores.
  init(matrix: CorrelationMatrix, asked: [Double], leastEigenvalue: Double, measure: CorrelationMeasure) {
    self.matrix = matrix
    self.leastEigenvalue = leastEigenvalue
    let inputs = matrix.inputs
    var changes: [Change] = []
    var squares = 0.0
    for row in inputs.indices {
      for column in 0..<row {
        let (before, after) = (asked[row * inputs.count + column], matrix[row, column])
        guard abs(before - after) > 1e-9 else { continue }
        squares += 2 * (before - after) * (before - after)
        changes.append(
          Change(
            first: inputs[column], second: inputs[row], asked: measure.fromNormalScores(before),
            used: measure.fromNormalScores(after)))
      }
    }
    self.changes = changes.enumerated()
      .sorted { (-abs($0.1.asked - $0.1.used), $0.0) < (-abs($1.1.asked - $1.1.used), $1.0) }
      .map(\.element)
    distance = squares.squareRoot()
  }

  package var description: String {
    guard !changes.isEmpty else { return "the correlations hold together as they are" }
    func short(_ value: Double) -> String { ((value * 10_000).rounded() / 10_000).shortest }
    let list = changes.map { "\($0.first) and \($0.second) from \(short($0.asked)) to \(short($0.used))" }
    return
      "the correlations could not hold together (least eigenvalue \(short(leastEigenvalue))) and were changed to the "
      + "nearest that can: " + list.joined(separator: ", ")
  }
}

/// The correlations of inputs, as Pearson's correlations of their normal scores, for copulas.
///
/// ```swift
/// let matrix = try CorrelationMatrix(
///   of: ["price", "demand", "retention"], pairs: [("price", "demand", 0.6), ("price", "retention", -0.3)],
///   measuredBy: .spearman)
/// ```
/// Contradictory correlations are rejected, with the pair that stands out;
/// ``repaired(_:rows:measuredBy:)`` finds the nearest valid matrix and states the changes.
package struct CorrelationMatrix: Sendable, Hashable {
  /// The names of the inputs.
  package let inputs: [String]
  /// Row after row.
  let entries: [Double]
  /// The lower triangular L with L Lᵀ = A.
  let factor: TriangularFactor

  /// The correlation of two inputs, by their places.
  package subscript(row: Int, column: Int) -> Double { entries[row * inputs.count + column] }

  /// The Cholesky factor, row by row.
  package var lowerCholesky: [[Double]] {
    inputs.indices.map { row in inputs.indices.map { factor.entries[row * inputs.count + $0] } }
  }

  /// The eigenvalues, in rising order.
  package var eigenvalues: [Double] { Eigensystem(symmetric: entries, size: inputs.count).values }

  /// A whole matrix, row by row, of correlations of that measure.
  package init(
    of inputs: [String], rows: [[Double]], measuredBy measure: CorrelationMeasure = .pearson
  ) throws(InvalidValue) {
    let entries = try Self.entries(of: inputs, rows: rows, measure)
    if let complaint = Self.complaint(inputs, entries, measure) { throw complaint }
    self.init(inputs: inputs, possible: entries)
  }

  /// The correlations of the named pairs, and 0 between all others.
  package init(
    of inputs: [String], pairs: [(String, String, Double)], measuredBy measure: CorrelationMeasure = .pearson
  ) throws(InvalidValue) {
    try self.init(of: inputs, rows: Self.rows(of: inputs, pairs: pairs), measuredBy: measure)
  }

  /// Inputs that do not depend on each other.
  package static func independent(_ inputs: [String]) -> CorrelationMatrix {
    let entries = inputs.indices.flatMap { row in inputs.indices.map { $0 == row ? 1.0 : 0 } }
    return CorrelationMatrix(inputs: inputs, possible: entries)
  }

  /// The nearest valid correlation matrix, with the changes.
  ///
  /// The nearest matrix has the least sum of squared differences, within 1e-7: Higham 2002, "Computing the nearest
  /// correlation matrix", IMA Journal of Numerical Analysis 22, by alternating projections. A valid matrix is returned
  /// unchanged. A matrix that is not symmetric, or has an entry beyond ±1, is still
  /// rejected.
  package static func repaired(
    _ inputs: [String], rows: [[Double]], measuredBy measure: CorrelationMeasure = .pearson
  ) throws(InvalidValue) -> CorrelationRepair {
    let entries = try entries(of: inputs, rows: rows, measure)
    let least = Eigensystem(symmetric: entries, size: inputs.count).values.first ?? 1
    let nearest = isPossible(least, inputs.count) ? entries : nearest(to: entries, size: inputs.count)
    return CorrelationRepair(
      matrix: CorrelationMatrix(inputs: inputs, possible: nearest), asked: entries, leastEigenvalue: least,
      measure: measure)
  }

  /// The rows of a matrix of which some pairs are given.
  package static func rows(
    of inputs: [String], pairs: [(String, String, Double)]
  ) throws(InvalidValue) -> [[Double]] {
    var rows = inputs.indices.map { row in inputs.indices.map { $0 == row ? 1.0 : 0 } }
    var seen: Set<Set<Int>> = []
    for (first, second, correlation) in pairs {
      let subject = "correlation of \(first) and \(second)"
      var places: [Int] = []
      for name in [first, second] {
        guard let place = inputs.firstIndex(of: name) else {
          throw InvalidValue(
            subject, "no input is called \"\(name)\"",
            remedy: NearestName.remedy(for: name, among: inputs, quoted: true))
        }
        places.append(place)
      }
      guard places[0] != places[1] else {
        throw InvalidValue(subject, "two different inputs were expected")
      }
      guard seen.insert(Set(places)).inserted else { throw InvalidValue(subject, "it is given twice") }
      rows[places[0]][places[1]] = correlation
      rows[places[1]][places[0]] = correlation
    }
    return rows
  }

  private init(inputs: [String], possible entries: [Double]) {
    self.inputs = inputs
    self.entries = entries
    factor = TriangularFactor(semidefinite: entries, size: inputs.count)
  }

  /// The correlations of normal scores, once the rows are known to be correlations at all.
  private static func entries(
    of inputs: [String], rows: [[Double]], _ measure: CorrelationMeasure
  ) throws(InvalidValue) -> [Double] {
    let subject = "correlation matrix"
    try Design.require(inputs, rows: rows.count, of: subject)
    guard rows.count == inputs.count, rows.allSatisfy({ $0.count == inputs.count }) else {
      let widths = Set(rows.map(\.count)).sorted().map(String.init).joined(separator: " or ")
      throw InvalidValue(
        subject, "it has \(rows.count) rows of \(widths) numbers; \(inputs.count) rows of as many were expected")
    }
    for row in inputs.indices {
      guard rows[row][row] == 1 else {
        throw InvalidValue(subject, "\(inputs[row]) has \(rows[row][row].shortest) with itself; 1 was expected")
      }
      for column in 0..<row {
        let (one, other) = (rows[row][column], rows[column][row])
        let pair = "the correlation of \(inputs[column]) and \(inputs[row])"
        for number in [other, one] where !(abs(number) <= 1) {
          throw InvalidValue(subject, "\(pair) is \(number.shortest); a number from -1 to 1 was expected")
        }
        guard one == other else {
          throw InvalidValue(
            subject, "\(pair) is \(other.shortest) above the diagonal and \(one.shortest) below; the same was expected")
        }
      }
    }
    return rows.enumerated().flatMap { row, correlations in
      correlations.enumerated().map { $0 == row ? 1 : measure.ofNormalScores($1) }
    }
  }

  /// Whether an eigenvalue is below 0 by no more than rounding.
  private static func isPossible(_ eigenvalue: Double, _ size: Int) -> Bool { eigenvalue >= -1e-12 * Double(size) }

  /// What is wrong with correlations that cannot hold together.
  private static func complaint(
    _ inputs: [String], _ entries: [Double], _ measure: CorrelationMeasure
  ) -> InvalidValue? {
    let size = inputs.count
    let system = Eigensystem(symmetric: entries, size: size)
    guard let least = system.values.first, !isPossible(least, size) else { return nil }
    let nearest = nearest(to: entries, size: size)
    // The pair that has to change most; the first of equals.
    var worst = (row: 0, column: 0, change: 0.0)
    for row in 0..<size {
      for column in 0..<row {
        let change = abs(entries[row * size + column] - nearest[row * size + column])
        if change > worst.change * (1 + 1e-6) { worst = (row, column, change) }
      }
    }
    let place = worst.row * size + worst.column
    let (asked, possible) = (
      measure.fromNormalScores(entries[place]), measure.fromNormalScores(nearest[place])
    )
    return InvalidValue(
      "correlation matrix",
      "its correlations cannot hold together: the least eigenvalue is \(least.rounded(toPlaces: 4).shortest); "
        + "none below 0 was expected",
      remedy:
        "start with \(inputs[worst.column]) and \(inputs[worst.row]), whose \(asked.rounded(toPlaces: 4).shortest) "
        + "is \(possible.rounded(toPlaces: 2).shortest) in the nearest matrix that can be")
  }

  /// The nearest matrix with a diagonal of ones and no negative eigenvalue, by alternating projections.
  ///
  /// Dykstra's correction is kept for the projection on the cone; the other set is affine and needs none.
  private static func nearest(to entries: [Double], size: Int) -> [Double] {
    var current = entries
    var correction = Array(repeating: 0.0, count: entries.count)
    for _ in 0..<5_000 {
      let corrected = zip(current, correction).map { $0 - $1 }
      let system = Eigensystem(symmetric: corrected, size: size)
      let projected = system.matrix(of: system.values.map { max($0, 0) })
      correction = zip(projected, corrected).map { $0 - $1 }
      var next = projected
      for row in 0..<size { next[row * size + row] = 1 }
      let change = zip(next, current).reduce(0) { max($0, abs($1.0 - $1.1)) }
      current = next
      if change < 1e-11 { break }
    }
    // The last step to the diagonal may leave an eigenvalue a little below 0: lift it and scale the diagonal back.
    let system = Eigensystem(symmetric: current, size: size)
    let lifted = system.matrix(of: system.values.map { max($0, 1e-12) })
    let scales = (0..<size).map { lifted[$0 * size + $0].squareRoot() }
    return (0..<size).flatMap { row in
      (0..<size).map { $0 == row ? 1 : lifted[row * size + $0] / (scales[row] * scales[$0]) }
    }
  }
}

extension Double {
  /// With that many decimal places, for messages.
  fileprivate func rounded(toPlaces places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}

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

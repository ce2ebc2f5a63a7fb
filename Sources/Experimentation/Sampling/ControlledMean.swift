import Randomness

/// A mean corrected by controls whose true means are known, as those of a run's inputs are.
///
/// Sampled inputs deviate from their known means by chance, and so does a measure that depends on them. Regression on
/// the inputs removes most of this error. The interval has n − k − 1 degrees of freedom for k controls
/// and counts the error of the coefficients. A control that does not vary, or that others determine, corrects nothing.
/// Lavenberg and Welch 1981, "A Perspective on the Use of Control Variables".
package struct ControlledMean: Sendable, Hashable {
  private let knownMeans: [Double]
  private var count = 0.0
  private var controls: [Double]
  private var mean = 0.0
  /// Sums of products of the controls' distances from their means, row by row.
  private var squares: [Double]
  private var products: [Double]
  private var total = 0.0

  package init(knownMeans: [Double]) {
    self.knownMeans = knownMeans
    controls = knownMeans.map { _ in 0 }
    squares = Array(repeating: 0, count: knownMeans.count * knownMeans.count)
    products = controls
  }

  /// Adds a replication: the measure, and the value of each control.
  package mutating func add(_ value: Double, controls values: [Double]) {
    precondition(values.count == controls.count, "a replication has a value for each control")
    count += 1
    let weight = (count - 1) / count
    let distance = value - mean
    let distances = zip(values, controls).map { $0 - $1 }
    for (row, ahead) in distances.enumerated() {
      for (column, other) in distances.enumerated() {
        squares[row * controls.count + column] += weight * ahead * other
      }
      products[row] += weight * ahead * distance
      controls[row] += ahead / count
    }
    total += weight * distance * distance
    mean += distance / count
  }

  /// The corrected mean; `nil` for fewer replications than coefficients and two more.
  package func estimate(confidence: Double = 0.95) -> ReducedEstimate? {
    let excess = zip(controls, knownMeans).map { $0 - $1 }
    let solution = solution
    let freedom = count - Double(solution.rank) - 1
    guard freedom > 0 else { return nil }
    let coefficients = coefficients
    let correction = zip(coefficients, excess).reduce(0) { $0 + $1.0 * $1.1 }
    let explained = zip(coefficients, products).reduce(0) { $0 + $1.0 * $1.1 }
    let residual = max(total - explained, 0) / freedom
    let leverage = zip(solution.solved(for: excess), excess).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = residual * (1 / count + leverage)
    let plain = total / (count - 1) / count
    return ReducedEstimate(
      mean: MeanTest(mean - correction, standardError: variance.squareRoot(), freedom, confidence).estimate,
      gain: plain == variance ? 1 : plain / variance)
  }

  /// The change of the measure for a unit of each control; 0 where it corrects nothing.
  package var coefficients: [Double] { solution.solved(for: products) }

  private var solution: SemidefiniteSystem { SemidefiniteSystem(squares, size: controls.count) }
}

/// The solutions of A x = b for sums of squares A of which some columns may be 0 or determined by others.
///
/// The least solution, by the eigenvectors of A scaled to a diagonal of ones; what lies below rounding is left out.
struct SemidefiniteSystem {
  /// The number of directions that are not left out.
  let rank: Int
  /// One over the root of each diagonal entry; 0 for a column of zeros.
  private let scales: [Double]
  private let values: [Double]
  private let vectors: [[Double]]

  private static let leastEigenvalue = 1e-10

  /// - `entries`: symmetric, without negative eigenvalues, row after row.
  init(_ entries: [Double], size: Int) {
    let scales = (0..<size).map { entries[$0 * size + $0] }.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    let scaled = entries.indices.map { entries[$0] * scales[$0 / size] * scales[$0 % size] }
    let system = size > 0 ? Eigensystem(symmetric: scaled, size: size) : nil
    let kept = (0..<size).filter { (system?.values[$0] ?? 0) > Self.leastEigenvalue }
    self.scales = scales
    rank = kept.count
    values = kept.compactMap { system?.values[$0] }
    vectors = kept.compactMap { system?.vectors[$0] }
  }

  func solved(for right: [Double]) -> [Double] {
    var solution = Array(repeating: 0.0, count: right.count)
    for (value, vector) in zip(values, vectors) {
      let along = zip(vector, zip(right, scales)).reduce(0) { $0 + $1.0 * $1.1.0 * $1.1.1 } / value
      for (place, entry) in vector.enumerated() { solution[place] += along * entry * scales[place] }
    }
    return solution
  }
}

import Randomness

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

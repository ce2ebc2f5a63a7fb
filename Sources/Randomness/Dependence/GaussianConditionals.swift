/// The conditional distributions of a Gaussian copula: one of its numbers given all others, and all others given one.
///
/// With P the inverse of the correlations, the mean of a normal score x_i given the others is −Σ P_ij x_j / P_ii, and
/// the others move with x_i by their covariances with it over its variance. A score's deviation from its conditional
/// mean is independent of the scores that are given, so the deviation of another point is a draw of it. Tong 1990, The
/// Multivariate Normal Distribution, theorem 3.3.4.
package struct GaussianConditionals: Sendable, Hashable {
  /// The weights of the others in the mean of each number, given them all; 0 for itself.
  private let weights: [[Double]]
  /// By how much each number moves with one of them, given those that are held; 1 for itself.
  private let slopes: [[Double]]

  /// - `held`: how many of the first numbers are the same always.
  /// - Returns: `nil` where some correlations leave nothing to draw, as one of 1 does.
  package init?(_ copula: GaussianCopula, held: Int = 0) {
    let size = copula.count
    guard let precision = Self.inverse(copula.correlation.entries, size: size) else { return nil }
    weights = (0..<size).map { place in
      (0..<size).map {
        $0 == place ? 0 : Self.cleared(-precision[place * size + $0] / precision[place * size + place])
      }
    }
    // The inverse of a block of P is the covariance of its numbers given all others.
    let free = size - held
    let block = (held..<size).flatMap { row in (held..<size).map { precision[row * size + $0] } }
    guard let covariance = Self.inverse(block, size: free) else { return nil }
    slopes = (0..<size).map { place in
      (0..<size).map { other in
        guard place >= held, other >= held else { return 0 }
        let (row, column) = (other - held, place - held)
        return Self.cleared(covariance[row * free + column] / covariance[column * free + column])
      }
    }
  }

  /// The number at that place drawn anew given the others, with the deviation from its mean that another point has.
  package func redrawn(_ place: Int, of numbers: [Double], as other: [Double]) -> Double {
    let deviation = scores(other)[place] - mean(place, scores(other))
    return GaussianCopula.number(ofScore: mean(place, scores(numbers)) + deviation)
  }

  /// The numbers with that of another point at a place, and with the others drawn anew given it, with the deviations
  /// that they have.
  package func moved(_ place: Int, of numbers: [Double], to other: [Double]) -> [Double] {
    let scores = scores(numbers)
    let step = NormalDistribution.standardQuantile(other[place]) - scores[place]
    var moved = numbers
    for (index, slope) in slopes[place].enumerated() where slope != 0 {
      moved[index] = GaussianCopula.number(ofScore: scores[index] + slope * step)
    }
    moved[place] = other[place]
    return moved
  }

  /// Numbers that do not go together have a weight of 0, which rounding must not hide.
  private static func cleared(_ weight: Double) -> Double { abs(weight) < 1e-12 ? 0 : weight }

  private func scores(_ numbers: [Double]) -> [Double] { numbers.map(NormalDistribution.standardQuantile) }

  private func mean(_ place: Int, _ scores: [Double]) -> Double {
    zip(weights[place], scores).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The inverse of a symmetric matrix, row after row; `nil` where it is singular, or nearly.
  private static func inverse(_ entries: [Double], size: Int) -> [Double]? {
    guard let factor = TriangularFactor(positiveDefinite: entries, size: size),
      let least = factor.diagonal.min(), let most = factor.diagonal.max(), least > 1e-6 * most
    else { return size == 0 ? [] : nil }
    let columns = (0..<size).map { column in
      factor.solved(for: (0..<size).map { $0 == column ? 1 : 0 })
    }
    return columns.flatMap { first in
      columns.map { second in zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }
}

import CGSL
import Randomness

/// Linear least squares whose coefficients are not negative.
enum LeastSquares {
  /// The coefficients with which the columns add up to the values best, none below 0.
  ///
  /// As long as a coefficient comes out negative, the most negative is set to 0 and the others are fitted again.
  /// - Complexity: O(rows · columns²) for each time.
  static func nonNegative(_ columns: [[Double]], _ values: [Double]) -> [Double] {
    ScientificLibrary.prepare()
    // Columns of one size, so that a negative coefficient is judged by what it does.
    let sizes = columns.map { column in
      max(column.reduce(0) { $0 + $1 * $1 }.squareRoot(), .leastNormalMagnitude)
    }
    var active = Array(columns.indices)
    while !active.isEmpty {
      let found = solve(active.map { index in columns[index].map { $0 / sizes[index] } }, values)
      guard let most = active.indices.min(by: { found[$0] < found[$1] }), found[most] < 0 else {
        var coefficients = [Double](repeating: 0, count: columns.count)
        for (place, index) in active.enumerated() { coefficients[index] = found[place] / sizes[index] }
        return coefficients
      }
      active.remove(at: most)
    }
    return [Double](repeating: 0, count: columns.count)
  }

  private static func solve(_ columns: [[Double]], _ values: [Double]) -> [Double] {
    let (rows, count) = (values.count, columns.count)
    guard let matrix = gsl_matrix_alloc(rows, count), let right = gsl_vector_alloc(rows),
      let coefficients = gsl_vector_alloc(count), let covariance = gsl_matrix_alloc(count, count),
      let work = gsl_multifit_linear_alloc(rows, count)
    else { fatalError("no memory for least squares of \(rows) rows") }
    defer {
      gsl_multifit_linear_free(work)
      gsl_matrix_free(covariance)
      gsl_vector_free(coefficients)
      gsl_vector_free(right)
      gsl_matrix_free(matrix)
    }
    for row in 0..<rows {
      gsl_vector_set(right, row, values[row])
      for (index, column) in columns.enumerated() { gsl_matrix_set(matrix, row, index, column[row]) }
    }
    var squares = 0.0
    gsl_multifit_linear(matrix, right, coefficients, covariance, &squares, work)
    return (0..<count).map { gsl_vector_get(coefficients, $0) }
  }
}

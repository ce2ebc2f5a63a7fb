import CGSL

/// A linear least-squares fit with the covariance of its coefficients, by GSL's singular value decomposition.
package struct LinearLeastSquares {
  /// The coefficient of each column.
  package let coefficients: [Double]
  /// What the fit gives for each observation.
  package let fitted: [Double]
  /// The root of the residual sum of squares over the degrees of freedom; NaN without degrees of freedom.
  package let residualStandardError: Double
  /// The covariance of the coefficients, row by row.
  private let covariance: [Double]

  /// - Parameters:
  ///   - rows: the regressors of each observation, row by row; at least as many rows as columns.
  ///   - columns: the number of regressors.
  ///   - observations: what is fitted.
  package init(rows: [Double], columns: Int, observations: [Double]) {
    let count = observations.count
    precondition(count >= columns && rows.count == columns * count, "a row of regressors for each observation")
    ScientificLibrary.prepare()
    var (rows, observations) = (rows, observations)
    var coefficients = Array(repeating: 0.0, count: columns)
    var covariance = Array(repeating: 0.0, count: columns * columns)
    var squares = 0.0
    let workspace = gsl_multifit_linear_alloc(count, columns)
    defer { gsl_multifit_linear_free(workspace) }
    rows.withUnsafeMutableBufferPointer { rows in
      observations.withUnsafeMutableBufferPointer { observations in
        coefficients.withUnsafeMutableBufferPointer { coefficients in
          covariance.withUnsafeMutableBufferPointer { covariance in
            var matrix = gsl_matrix_view_array(rows.baseAddress, count, columns)
            var right = gsl_vector_view_array(observations.baseAddress, count)
            var solution = gsl_vector_view_array(coefficients.baseAddress, columns)
            var spread = gsl_matrix_view_array(covariance.baseAddress, columns, columns)
            gsl_multifit_linear(
              &matrix.matrix, &right.vector, &solution.vector, &spread.matrix, &squares, workspace)
          }
        }
      }
    }
    self.coefficients = coefficients
    self.covariance = covariance
    fitted = (0..<count).map { row in
      coefficients.indices.reduce(0) { $0 + rows[columns * row + $1] * coefficients[$1] }
    }
    residualStandardError = count > columns ? (squares / Double(count - columns)).squareRoot() : .nan
  }

  /// The standard error of a function of the coefficients with those slopes: the delta method.
  package func standardError(of slopes: [Double]) -> Double {
    var sum = 0.0
    for (row, first) in slopes.enumerated() {
      for (column, second) in slopes.enumerated() { sum += first * second * covariance[slopes.count * row + column] }
    }
    return max(sum, 0).squareRoot()
  }

  /// The coefficients of the columns that fit the observations best, none below 0.
  ///
  /// As long as a coefficient is negative, the most negative one is set to 0 and the others are fitted again.
  /// - Complexity: O(rows · columns²) for each fit.
  package static func nonNegativeCoefficients(of columns: [[Double]], fitting observations: [Double]) -> [Double] {
    // Columns of one norm, so that a negative coefficient is judged by its effect.
    let norms = columns.map { column in
      max(column.reduce(0) { $0 + $1 * $1 }.squareRoot(), .leastNormalMagnitude)
    }
    var active = Array(columns.indices)
    while !active.isEmpty {
      let rows = observations.indices.flatMap { row in active.map { columns[$0][row] / norms[$0] } }
      let found = LinearLeastSquares(rows: rows, columns: active.count, observations: observations).coefficients
      guard let least = active.indices.min(by: { found[$0] < found[$1] }), found[least] < 0 else {
        var coefficients = [Double](repeating: 0, count: columns.count)
        for (place, index) in active.enumerated() { coefficients[index] = found[place] / norms[index] }
        return coefficients
      }
      active.remove(at: least)
    }
    return [Double](repeating: 0, count: columns.count)
  }
}

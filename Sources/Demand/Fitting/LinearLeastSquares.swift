import CGSL
import Randomness

/// Ordinary least squares, by GSL's singular values.
struct LinearLeastSquares {
  let coefficients: [Double]
  let fitted: [Double]
  /// The root of the squares left over by the degrees of freedom.
  let residualStandardError: Double
  /// Of the coefficients, row by row.
  private let covariance: [Double]

  /// - `rows`: what each observation is explained by, row by row; more rows than columns.
  init(rows: [Double], columns: Int, observations: [Double]) {
    precondition(observations.count > columns && rows.count == columns * observations.count)
    ScientificLibrary.prepare()
    let count = observations.count
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
    residualStandardError = (squares / Double(count - columns)).squareRoot()
  }

  /// The standard error of a function of the coefficients with those slopes: the delta method.
  func standardError(of slopes: [Double]) -> Double {
    var sum = 0.0
    for (row, first) in slopes.enumerated() {
      for (column, second) in slopes.enumerated() { sum += first * second * covariance[slopes.count * row + column] }
    }
    return max(sum, 0).squareRoot()
  }
}

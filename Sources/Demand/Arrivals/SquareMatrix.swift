import CGSL

/// A small square matrix, solved and raised by GSL.
struct SquareMatrix {
  let size: Int
  /// Row after row.
  private var entries: [Double]

  /// All zeros.
  init(_ size: Int) {
    self.size = size
    entries = Array(repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  func times(_ vector: [Double]) -> [Double] {
    (0..<size).map { row in vector.indices.reduce(0) { $0 + self[row, $1] * vector[$1] } }
  }

  func scaled(by factor: Double) -> SquareMatrix {
    var scaled = self
    for place in entries.indices { scaled.entries[place] *= factor }
    return scaled
  }

  /// The vector x with A x = b; LU decomposition.
  func solved(for right: [Double]) -> [Double] {
    var decomposed = entries
    var right = right
    var solution = Array(repeating: 0.0, count: size)
    decomposed.withUnsafeMutableBufferPointer { matrix in
      right.withUnsafeMutableBufferPointer { right in
        solution.withUnsafeMutableBufferPointer { solution in
          var matrix = gsl_matrix_view_array(matrix.baseAddress, size, size)
          var right = gsl_vector_view_array(right.baseAddress, size)
          var solution = gsl_vector_view_array(solution.baseAddress, size)
          let permutation = gsl_permutation_alloc(size)
          defer { gsl_permutation_free(permutation) }
          var sign: Int32 = 0
          gsl_linalg_LU_decomp(&matrix.matrix, permutation, &sign)
          gsl_linalg_LU_solve(&matrix.matrix, permutation, &right.vector, &solution.vector)
        }
      }
    }
    return solution
  }

  /// The inverse, column by column.
  var inverse: SquareMatrix {
    var inverse = SquareMatrix(size)
    for column in 0..<size {
      let solution = solved(for: (0..<size).map { $0 == column ? 1 : 0 })
      for row in 0..<size { inverse[row, column] = solution[row] }
    }
    return inverse
  }

  /// The matrix exponential; Moler and Van Loan's scaling and squaring.
  var exponential: SquareMatrix {
    var result = SquareMatrix(size)
    var source = entries
    source.withUnsafeMutableBufferPointer { source in
      result.entries.withUnsafeMutableBufferPointer { target in
        let source = gsl_matrix_view_array(source.baseAddress, size, size)
        var target = gsl_matrix_view_array(target.baseAddress, size, size)
        withUnsafePointer(to: source.matrix) { _ = gsl_linalg_exponential_ss($0, &target.matrix, 0) }
      }
    }
    return result
  }
}

import CGSL

/// The eigenvalues and eigenvectors of a symmetric matrix.
package struct Eigensystem {
  /// In rising order.
  package let values: [Double]
  /// The vectors of length 1, in the order of their values, each a row.
  package let vectors: [[Double]]

  /// Of a matrix of finite numbers, row after row.
  package init(symmetric entries: [Double], size: Int) {
    ScientificLibrary.prepare()
    var copy = entries
    var values = Array(repeating: 0.0, count: size)
    var vectors = Array(repeating: 0.0, count: size * size)
    let workspace = gsl_eigen_symmv_alloc(size)
    defer { gsl_eigen_symmv_free(workspace) }
    copy.withUnsafeMutableBufferPointer { copy in
      values.withUnsafeMutableBufferPointer { values in
        vectors.withUnsafeMutableBufferPointer { vectors in
          var matrix = gsl_matrix_view_array(copy.baseAddress, size, size)
          var value = gsl_vector_view_array(values.baseAddress, size)
          var vector = gsl_matrix_view_array(vectors.baseAddress, size, size)
          gsl_eigen_symmv(&matrix.matrix, &value.vector, &vector.matrix, workspace)
          gsl_eigen_symmv_sort(&value.vector, &vector.matrix, GSL_EIGEN_SORT_VAL_ASC)
        }
      }
    }
    self.values = values
    self.vectors = (0..<size).map { column in (0..<size).map { vectors[$0 * size + column] } }
  }

  /// The matrix with these vectors and other eigenvalues, row after row.
  func matrix(of values: [Double]) -> [Double] {
    let size = values.count
    var entries = Array(repeating: 0.0, count: size * size)
    for (value, vector) in zip(values, vectors) where value != 0 {
      for row in 0..<size {
        for column in 0...row { entries[row * size + column] += value * vector[row] * vector[column] }
      }
    }
    for row in 0..<size {
      for column in 0..<row { entries[column * size + row] = entries[row * size + column] }
    }
    return entries
  }
}

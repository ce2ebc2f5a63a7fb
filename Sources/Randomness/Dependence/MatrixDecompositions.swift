import CGSL

/// The lower triangular L with L Lᵀ = A, for a symmetric A without negative eigenvalues.
struct TriangularFactor: Sendable, Hashable {
  let size: Int
  /// Row after row, zeros above the diagonal, none below 0 on it.
  private(set) var entries: [Double]

  /// The Cholesky factor of a positive definite matrix, given row after row; `nil` for any other.
  init?(positiveDefinite entries: [Double], size: Int) {
    ScientificLibrary.prepare()
    self.size = size
    self.entries = entries
    let status = self.entries.withUnsafeMutableBufferPointer { entries in
      var matrix = gsl_matrix_view_array(entries.baseAddress, size, size)
      return gsl_linalg_cholesky_decomp1(&matrix.matrix)
    }
    guard status == 0 else { return nil }
    clearAboveDiagonal()
  }

  /// The factor of a matrix that may be singular, as one with a correlation of 1 is.
  ///
  /// With eigenvalues λ and vectors V, the upper triangle R of √λ Vᵀ = Q R has Rᵀ R = A.
  init(semidefinite entries: [Double], size: Int) {
    if let factor = TriangularFactor(positiveDefinite: entries, size: size) {
      self = factor
      return
    }
    let system = Eigensystem(symmetric: entries, size: size)
    var root = zip(system.values, system.vectors).flatMap { value, vector in
      vector.map { $0 * max(value, 0).squareRoot() }
    }
    var scales = Array(repeating: 0.0, count: size)
    root.withUnsafeMutableBufferPointer { root in
      scales.withUnsafeMutableBufferPointer { scales in
        var matrix = gsl_matrix_view_array(root.baseAddress, size, size)
        var scale = gsl_vector_view_array(scales.baseAddress, size)
        gsl_linalg_QR_decomp(&matrix.matrix, &scale.vector)
      }
    }
    self.size = size
    self.entries = entries
    for row in 0..<size {
      let sign: Double = root[row * size + row] < 0 ? -1 : 1
      for column in row..<size { self.entries[column * size + row] = sign * root[row * size + column] }
    }
    clearAboveDiagonal()
  }

  private mutating func clearAboveDiagonal() {
    for row in 0..<size {
      for column in row + 1..<max(size, row + 1) { entries[row * size + column] = 0 }
    }
  }

  /// The entries of the diagonal.
  var diagonal: [Double] { (0..<size).map { entries[$0 * size + $0] } }

  /// L x.
  func times(_ vector: [Double]) -> [Double] { applied(to: vector, gsl_blas_dtrmv) }

  /// The x with L x = b, of a matrix that is not singular.
  func solved(for vector: [Double]) -> [Double] { applied(to: vector, gsl_blas_dtrsv) }

  private typealias Routine = (
    CBLAS_UPLO_t, CBLAS_TRANSPOSE_t, CBLAS_DIAG_t, UnsafePointer<gsl_matrix>?, UnsafeMutablePointer<gsl_vector>?
  ) -> Int32

  private func applied(to vector: [Double], _ routine: Routine) -> [Double] {
    precondition(vector.count == size, "a vector of \(vector.count) does not fit a matrix of \(size) rows")
    var result = vector
    entries.withUnsafeBufferPointer { entries in
      result.withUnsafeMutableBufferPointer { result in
        var matrix = gsl_matrix_const_view_array(entries.baseAddress, size, size)
        var view = gsl_vector_view_array(result.baseAddress, size)
        _ = routine(CblasLower, CblasNoTrans, CblasNonUnit, &matrix.matrix, &view.vector)
      }
    }
    return result
  }
}

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

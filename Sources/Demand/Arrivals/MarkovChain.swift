import CGSL
import Glibc
import Randomness

/// A Markov chain in continuous time, and the arrivals whose rate it modulates.
struct MarkovChain {
  private let transitions: [[Double]]
  private var count: Int { transitions.count }

  /// - `transitions`: the rate of transition from each state to each other, row by row; the diagonal is ignored.
  init(_ transitions: [[Double]]) {
    ScientificLibrary.prepare()
    self.transitions = transitions
  }

  /// Two states of which the second cannot be reached from the first; `nil` where every state leads to every other.
  var unreachable: (from: Int, to: Int)? {
    for start in transitions.indices {
      var reached = Set([start])
      var frontier = [start]
      while let state = frontier.popLast() {
        for other in transitions.indices where other != state && transitions[state][other] > 0 {
          if reached.insert(other).inserted { frontier.append(other) }
        }
      }
      if let missing = transitions.indices.first(where: { !reached.contains($0) }) { return (start, missing) }
    }
    return nil
  }

  /// The generator: rows that sum to 0.
  private var generator: SquareMatrix {
    var matrix = SquareMatrix(count)
    for row in 0..<count {
      for column in 0..<count where column != row {
        matrix[row, column] = transitions[row][column]
        matrix[row, row] -= transitions[row][column]
      }
    }
    return matrix
  }

  /// The share of the time spent in each state: π Q = 0 with the shares summing to 1.
  var shares: [Double] {
    var system = SquareMatrix(count)
    let generator = generator
    for row in 0..<count {
      for column in 0..<count { system[row, column] = row + 1 == count ? 1 : generator[column, row] }
    }
    return system.solved(for: (0..<count).map { $0 + 1 == count ? 1 : 0 }).map { max($0, 0) }
  }

  /// The deviation matrix ∫ (e^(Qu) − Π) du over all u, where the rows of Π are the stationary shares.
  private var deviation: SquareMatrix {
    let shares = shares
    var fundamental = SquareMatrix(count)
    let generator = generator
    for row in 0..<count {
      for column in 0..<count { fundamental[row, column] = shares[column] - generator[row, column] }
    }
    var deviation = fundamental.inverse
    for row in 0..<count {
      for column in 0..<count { deviation[row, column] -= shares[column] }
    }
    return deviation
  }

  /// The variance of counts in a window over their mean, where arrivals are Poisson at the rate of the state.
  ///
  /// With D the deviation matrix and l the rates, Var N(t) = m t + 2 π L (t D − D² (I − e^(Qt))) l.
  func indexOfDispersion(of rates: [Double], over time: Double) -> Double {
    let (shares, deviation) = (shares, deviation)
    let weighted = zip(shares, rates).map { $0 * $1 }
    let mean = weighted.reduce(0, +)
    let remembered = deviation.times(rates)
    // D² (I − e^(Qt)) l
    let faded = generator.scaled(by: time).exponential.times(rates)
    let forgotten = deviation.times(deviation.times(zip(rates, faded).map { $0 - $1 }))
    let covariance = zip(weighted, zip(remembered, forgotten)).reduce(0) { $0 + $1.0 * (time * $1.1.0 - $1.1.1) }
    return 1 + 2 * covariance / (mean * time)
  }

  /// The limit of the index of dispersion in long windows.
  func limitingDispersion(of rates: [Double]) -> Double {
    let weighted = zip(shares, rates).map { $0 * $1 }
    let remembered = deviation.times(rates)
    return 1 + 2 * zip(weighted, remembered).reduce(0) { $0 + $1.0 * $1.1 } / weighted.reduce(0, +)
  }

  /// Standard deviation over mean of the gaps: with M = (L − Q)⁻¹ the mean gap is π 1 / m and E T² = 2 π M 1 / m.
  func variationOfGaps(at rates: [Double]) -> Double {
    var killed = SquareMatrix(count)
    let generator = generator
    for row in 0..<count {
      for column in 0..<count { killed[row, column] = (row == column ? rates[row] : 0) - generator[row, column] }
    }
    let untilArrival = killed.solved(for: Array(repeating: 1, count: count))
    let shares = shares
    let mean = zip(shares, rates).reduce(0) { $0 + $1.0 * $1.1 }
    let residual = zip(shares, untilArrival).reduce(0) { $0 + $1.0 * $1.1 }
    return (2 * mean * residual - 1).squareRoot()
  }
}

/// A small square matrix, solved and raised by GSL.
struct SquareMatrix {
  let size: Int
  /// Row after row.
  private var entries: [Double]

  /// A matrix of zeros.
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

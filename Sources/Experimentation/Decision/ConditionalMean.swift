import CGSL
import Glibc
import Randomness

/// The mean of a response for each value of an input, estimated from pairs of the two.
protocol ConditionalMean {
  /// The mean of the response at the input of each replication, with each counted as often as its weight says.
  func fitted(_ response: [Double], weights: [Double]) -> [Double]
}

/// Means within bins of an input; equal values are never in two bins.
struct BinnedMean: ConditionalMean {
  /// The bin of each replication.
  private let bins: [Int]
  private let count: Int

  /// Bins of about equal numbers, the cube root of that of the values where `nil`.
  init(_ input: [Double], bins wanted: Int?) {
    let wanted = min(max(wanted ?? Int(cbrt(Double(input.count))), 1), input.count)
    let order = input.indices.sorted { (input[$0], $0) < (input[$1], $1) }
    var bins = [Int](repeating: 0, count: input.count)
    var bin = 0
    for (place, row) in order.enumerated() {
      let isFull = place * wanted / input.count > (place - 1) * wanted / input.count
      if place > 0, isFull, input[row] > input[order[place - 1]] { bin += 1 }
      bins[row] = bin
    }
    self.bins = bins
    count = bin + 1
  }

  /// A bin for each distinct value; `nil` where there are too many.
  init?(distinct input: [Double], atMost limit: Int) {
    var places: [Double: Int] = [:]
    var bins: [Int] = []
    for value in input {
      let bin = places[value] ?? places.count
      places[value] = bin
      guard places.count <= limit else { return nil }
      bins.append(bin)
    }
    self.bins = bins
    count = places.count
  }

  func fitted(_ response: [Double], weights: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    var totals = sums
    for (row, bin) in bins.enumerated() {
      sums[bin] += weights[row] * response[row]
      totals[bin] += weights[row]
    }
    return bins.map { totals[$0] > 0 ? sums[$0] / totals[$0] : 0 }
  }
}

/// The mean of a response as a natural cubic spline of an input, by least squares.
///
/// Knots stand at even quantiles of the input, and beyond the outer ones the spline is straight, so that a few far
/// replications do not bend it. Stone and Koo 1985; Harrell 2015, "Regression Modeling Strategies", section 2.4.5.
struct SplineMean: ConditionalMean {
  private let rows: Int
  private let terms: Int
  /// The terms of each replication, row by row; orthonormal over the replications.
  private let basis: [Double]

  /// The number of knots, of those tried, that predicts replications left out best: generalised cross-validation,
  /// Craven and Wahba 1979.
  init(_ input: [Double], choosingKnotsFor responses: [[Double]]) {
    let sorted = input.sorted()
    let evenly = [Double](repeating: 1, count: input.count)
    var best = SplineMean(input, knots: [])
    var bestScore = Double.infinity
    for count in [0, 3, 4, 5, 6, 8] {
      let knots = (0..<count).map { place in
        QuantileType.linear.quantile(0.05 + 0.9 * Double(place) / Double(max(count - 1, 1)), ofSorted: sorted)
      }
      guard zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }), input.count > 2 * (count + 2) else { continue }
      let spline = SplineMean(input, knots: knots)
      let freedom = 1 - Double(spline.terms) / Double(input.count)
      let score =
        responses.reduce(0) { sum, response in
          sum + zip(response, spline.fitted(response, weights: evenly)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        } / (freedom * freedom)
      // A knot has to earn its place by more than rounding.
      if score < bestScore * (1 - 1e-9) { (best, bestScore) = (spline, score) }
    }
    self = best
  }

  private init(_ input: [Double], knots: [Double]) {
    let (low, high) = (input.min() ?? 0, input.max() ?? 0)
    let scale = high > low ? high - low : 1
    let places = knots.map { ($0 - low) / scale }
    rows = input.count
    // A constant and a slope, and a curve for each knot but two.
    let terms = 2 + max(places.count - 2, 0)
    var basis: [Double] = []
    basis.reserveCapacity(rows * terms)
    for value in input {
      let x = (value - low) / scale
      basis += [1, x]
      guard places.count > 2 else { continue }
      let (inner, outer) = (places[places.count - 2], places[places.count - 1])
      for knot in places.dropLast(2) {
        basis.append(
          Self.cube(x - knot) - Self.cube(x - inner) * (outer - knot) / (outer - inner)
            + Self.cube(x - outer) * (inner - knot) / (outer - inner))
      }
    }
    (self.basis, self.terms) = Self.orthonormal(basis, rows, terms)
  }

  private static func cube(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }

  /// By the normal equations of an orthonormal basis, which lose no digits; evenly weighted they are solved already.
  func fitted(_ response: [Double], weights: [Double]) -> [Double] {
    let gram = gsl_matrix_alloc(terms, terms)
    let coefficients = gsl_vector_alloc(terms)
    defer {
      gsl_matrix_free(gram)
      gsl_vector_free(coefficients)
    }
    var weighted = basis
    for row in 0..<rows {
      let root = weights[row].squareRoot()
      for place in (row * terms)..<((row + 1) * terms) { weighted[place] *= root }
    }
    let products = zip(response, weights).map { $0 * $1 }
    var fitted = [Double](repeating: 0, count: rows)
    basis.withUnsafeBufferPointer { basis in
      products.withUnsafeBufferPointer { products in
        weighted.withUnsafeBufferPointer { weighted in
          fitted.withUnsafeMutableBufferPointer { fitted in
            var orthonormal = gsl_matrix_const_view_array(basis.baseAddress, rows, terms)
            var scaled = gsl_matrix_const_view_array(weighted.baseAddress, rows, terms)
            var right = gsl_vector_const_view_array(products.baseAddress, rows)
            var result = gsl_vector_view_array(fitted.baseAddress, rows)
            gsl_blas_dsyrk(CblasLower, CblasTrans, 1, &scaled.matrix, 0, gram)
            gsl_blas_dgemv(CblasTrans, 1, &orthonormal.matrix, &right.vector, 0, coefficients)
            // A resample may leave out all rows that tell two terms apart.
            for term in 0..<terms { gsl_matrix_set(gram, term, term, gsl_matrix_get(gram, term, term) + 1e-12) }
            gsl_linalg_cholesky_decomp1(gram)
            gsl_linalg_cholesky_svx(gram, coefficients)
            gsl_blas_dgemv(CblasNoTrans, 1, &orthonormal.matrix, coefficients, 0, &result.vector)
          }
        }
      }
    }
    return fitted
  }

  /// The columns of a matrix made orthonormal, without those that the others make up. Singular value decomposition.
  private static func orthonormal(_ columns: [Double], _ rows: Int, _ terms: Int) -> (basis: [Double], terms: Int) {
    ScientificLibrary.prepare()
    let rotation = gsl_matrix_alloc(terms, terms)
    let values = gsl_vector_alloc(terms)
    defer {
      gsl_matrix_free(rotation)
      gsl_vector_free(values)
    }
    var all = columns
    all.withUnsafeMutableBufferPointer { all in
      var matrix = gsl_matrix_view_array(all.baseAddress, rows, terms)
      gsl_linalg_SV_decomp_jacobi(&matrix.matrix, rotation, values)
    }
    let greatest = gsl_vector_get(values, 0)
    let rank = (0..<terms).count { gsl_vector_get(values, $0) > greatest * 1e-10 }
    return ((0..<rows).flatMap { all[($0 * terms)..<($0 * terms + rank)] }, rank)
  }
}

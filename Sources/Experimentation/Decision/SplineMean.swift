import CGSL
import Randomness

/// The mean of a response as a natural cubic spline of an input, by least squares.
///
/// Knots stand at even quantiles of the input, and beyond the outer ones the spline is straight, so that a few far
/// replications do not bend it. Stone and Koo 1985; Harrell 2015, "Regression Modeling Strategies", section 2.4.5.
struct SplineMean: ConditionalMean {
  private let rows: Int
  private let terms: Int
  /// The terms of each replication, row by row.
  private let basis: [Double]

  /// The number of knots, of those tried, that predicts replications left out best: generalised cross-validation, Craven
  /// and Wahba 1979.
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
    terms = 2 + max(places.count - 2, 0)
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
    self.basis = basis
  }

  private static func cube(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }

  func fitted(_ response: [Double], weights: [Double]) -> [Double] {
    ScientificLibrary.prepare()
    let coefficients = gsl_vector_alloc(terms)
    let covariance = gsl_matrix_alloc(terms, terms)
    let work = gsl_multifit_linear_alloc(rows, terms)
    defer {
      gsl_vector_free(coefficients)
      gsl_matrix_free(covariance)
      gsl_multifit_linear_free(work)
    }
    var fitted = [Double](repeating: 0, count: rows)
    basis.withUnsafeBufferPointer { basis in
      response.withUnsafeBufferPointer { response in
        weights.withUnsafeBufferPointer { weights in
          fitted.withUnsafeMutableBufferPointer { fitted in
            var design = gsl_matrix_const_view_array(basis.baseAddress, rows, terms)
            var observed = gsl_vector_const_view_array(response.baseAddress, rows)
            var weight = gsl_vector_const_view_array(weights.baseAddress, rows)
            var result = gsl_vector_view_array(fitted.baseAddress, rows)
            var squares = 0.0
            let status = gsl_multifit_wlinear(
              &design.matrix, &weight.vector, &observed.vector, coefficients, covariance, &squares, work)
            precondition(status == 0, "least squares by singular values does not fail")
            gsl_blas_dgemv(CblasNoTrans, 1, &design.matrix, coefficients, 0, &result.vector)
          }
        }
      }
    }
    return fitted
  }
}

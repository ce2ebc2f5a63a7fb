import CGSL
import Randomness

/// The continuation value on a date as a function of the state: least squares over the paths in the money.
struct ContinuationValue: Sendable {
  private let centres: [Double]
  private let scales: [Double]
  private let exponents: [[Int]]
  private let coefficients: [Double]

  /// - `rows`: the states, each of as many numbers.
  /// - `responses`: what waiting brought, discounted to the date.
  init(_ rows: [[Double]], _ responses: [Double], basis: RegressionBasis) {
    let variables = rows[0].count
    let count = Double(rows.count)
    let centres = (0..<variables).map { place in rows.reduce(0) { $0 + $1[place] } / count }
    let scales = (0..<variables).map { place in
      (rows.reduce(0) { $0 + ($1[place] - centres[place]) * ($1[place] - centres[place]) } / count).squareRoot()
    }
    // A variable that is the same on all paths tells nothing; too few paths for all functions tell only their mean.
    let exponents = basis.exponents(variables: variables).filter { powers in
      zip(powers, zip(scales, centres)).allSatisfy { $0 == 0 || $1.0 > 1e-12 * abs($1.1) && $1.0 > 0 }
    }
    self.centres = centres
    self.scales = scales
    let kept = rows.count >= 2 * exponents.count ? exponents : Array(exponents.prefix(1))
    self.exponents = kept
    let design = rows.flatMap { Self.functions($0, kept, centres, scales) }
    coefficients = Self.leastSquares(design, responses, terms: kept.count)
  }

  /// The continuation value in a state.
  func value(_ state: [Double]) -> Double {
    zip(Self.functions(state, exponents, centres, scales), coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func functions(
    _ state: [Double], _ exponents: [[Int]], _ centres: [Double], _ scales: [Double]
  ) -> [Double] {
    exponents.map { powers in
      var product = 1.0
      for (place, power) in powers.enumerated() where power > 0 {
        let scaled = (state[place] - centres[place]) / scales[place]
        for _ in 0..<power { product *= scaled }
      }
      return product
    }
  }

  /// By singular values, those below 1e-10 of the greatest left out: functions that the others make up do no harm.
  private static func leastSquares(_ design: [Double], _ responses: [Double], terms: Int) -> [Double] {
    ScientificLibrary.prepare()
    let rows = responses.count
    var design = design
    var responses = responses
    var coefficients = Array(repeating: 0.0, count: terms)
    let rotation = gsl_matrix_alloc(terms, terms)
    let scratch = gsl_matrix_alloc(terms, terms)
    let values = gsl_vector_alloc(terms)
    let work = gsl_vector_alloc(terms)
    defer {
      gsl_matrix_free(rotation)
      gsl_matrix_free(scratch)
      gsl_vector_free(values)
      gsl_vector_free(work)
    }
    design.withUnsafeMutableBufferPointer { design in
      responses.withUnsafeMutableBufferPointer { responses in
        coefficients.withUnsafeMutableBufferPointer { coefficients in
          var matrix = gsl_matrix_view_array(design.baseAddress, rows, terms)
          var right = gsl_vector_view_array(responses.baseAddress, rows)
          var result = gsl_vector_view_array(coefficients.baseAddress, terms)
          gsl_linalg_SV_decomp_mod(&matrix.matrix, scratch, rotation, values, work)
          let least = 1e-10 * gsl_vector_get(values, 0)
          // The solver leaves out those that are 0.
          for term in 0..<terms where gsl_vector_get(values, term) < least { gsl_vector_set(values, term, 0) }
          gsl_linalg_SV_solve(&matrix.matrix, rotation, values, &right.vector, &result.vector)
        }
      }
    }
    return coefficients
  }
}

/// The basis functions of a continuation value: all monomials up to a total degree.
///
/// Each variable is centred and scaled by its deviation on the date, so that powers do not differ by orders of
/// magnitude.
package struct RegressionBasis: Sendable, Hashable {
  package let degree: Int

  /// - Parameter degree: at least 0; 3 is enough for one variable that the payoff is smooth in.
  package static func polynomials(degree: Int) -> RegressionBasis { RegressionBasis(degree: max(degree, 0)) }

  /// The powers of each variable in each function, the constant first.
  func exponents(variables: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    for _ in 0..<variables {
      all = all.flatMap { powers in
        (0...(degree - powers.reduce(0, +))).map { powers + [$0] }
      }
    }
    return all.sorted { a, b in
      let (sumA, sumB) = (a.reduce(0, +), b.reduce(0, +))
      return sumA != sumB ? sumA < sumB : a.lexicographicallyPrecedes(b)
    }
  }
}

import CGSL
import Randomness

/// The standardised regression of the output on all inputs, from their correlations.
struct LinearRegression {
  /// The change of the output in its deviations, for a deviation of each input.
  let coefficients: [Double]
  /// The share of the variance of the output that the regression explains: R².
  let explained: Double
  /// By input, what the other inputs add to the variance of its coefficient: at least 1.
  let inflation: [Double]

  /// Below this the least pivot of the correlations is rounding.
  private static let leastPivot = 1e-12

  /// Regresses; `nil` where an input is a linear combination of the others, or does not vary.
  init?(_ correlations: WeightedCorrelation) {
    let k = correlations.inputs
    guard k > 0, correlations.matrix.allSatisfy(\.isFinite) else { return nil }
    ScientificLibrary.prepare()
    var inverse = (0..<k * k).map { correlations.between($0 / k, $0 % k) }
    let isRegular = inverse.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      var view = gsl_matrix_view_array(base, k, k)
      guard gsl_linalg_cholesky_decomp1(&view.matrix) == 0,
        (0..<k).allSatisfy({ buffer[$0 * k + $0] * buffer[$0 * k + $0] > Self.leastPivot })
      else { return false }
      return gsl_linalg_cholesky_invert(&view.matrix) == 0
    }
    guard isRegular else { return nil }
    let target = correlations.withOutput
    coefficients = (0..<k).map { row in (0..<k).reduce(0) { $0 + inverse[row * k + $1] * target[$1] } }
    explained = min(max(zip(coefficients, target).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
    inflation = (0..<k).map { inverse[$0 * k + $0] }
  }

  /// The correlation of each input with the output once the others are taken out of both.
  var partialCorrelations: [Double] {
    zip(coefficients, inflation).map { coefficient, inflation in
      let rest = (1 - explained) * inflation
      return coefficient == 0 ? 0 : coefficient / (coefficient * coefficient + rest).squareRoot()
    }
  }
}

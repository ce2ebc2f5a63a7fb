import CGSL
import Glibc

/// Two normal or Student scores with a correlation: the chance that neither exceeds its bound.
///
/// The slope of that chance in the correlation ρ = sin θ is the joint density, which is integrated over θ from where
/// the chance is known: from −π/2, where the scores run against each other, or from 0 for normal scores. Genz 2004,
/// "Numerical computation of rectangular bivariate and trivariate normal and t probabilities", Statistics and Computing
/// 14.
struct EllipticalPair {
  let correlation: Double
  /// The degrees of freedom; `nil` for normal scores.
  let freedom: Double?

  /// The chance, of bounds with those scores that are not exceeded with chances u and v; exact to 1e-13.
  func cumulative(_ u: Double, _ v: Double, _ first: Double, _ second: Double) -> Double {
    let squares = first * first + second * second
    let product = first * second
    let angle = asin(correlation)
    let start = freedom == nil ? 0 : -Double.pi / 2
    let known = freedom == nil ? u * v : max(u + v - 1, 0)
    let added = Self.integral(from: start, to: angle) { angle in
      let cosine = cos(angle)
      // At ±π/2 the scores are one, and the density is 0 unless both bounds are.
      guard abs(cosine) > 1e-15 else { return squares > 0 ? 0 : 1 }
      let distance = (squares - 2 * product * sin(angle)) / (cosine * cosine)
      guard let freedom else { return exp(-distance / 2) }
      return pow(1 + distance / freedom, -freedom / 2)
    }
    return known + added / (2 * Double.pi)
  }

  private static func integral(from start: Double, to end: Double, of integrand: (Double) -> Double) -> Double {
    withoutActuallyEscaping(integrand) { integrand in
      var integrand = integrand
      let intervals = 200
      let workspace = gsl_integration_workspace_alloc(intervals)
      defer { gsl_integration_workspace_free(workspace) }
      return withUnsafeMutablePointer(to: &integrand) { pointer in
        var function = gsl_function(
          function: { x, parameters in
            parameters?.assumingMemoryBound(to: ((Double) -> Double).self).pointee(x) ?? .nan
          }, params: pointer)
        var (result, error) = (0.0, 0.0)
        gsl_integration_qags(&function, start, end, 1e-14, 1e-13, intervals, workspace, &result, &error)
        return result
      }
    }
  }
}

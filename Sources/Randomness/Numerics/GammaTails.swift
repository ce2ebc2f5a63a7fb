import CGSL
import Glibc

/// Density, both tails and quantiles of a gamma distribution with scale 1, for any shape above 0.
///
/// Up to a shape of 10⁴ they are GSL's, which holds to 1e-11 there. Beyond, GSL loses digits or stops early; there the
/// density is that of Stirling's formula with its error (Loader 2000, "Fast and accurate computation of binomial
/// probabilities"), and the tails are its integrals, to 1e-12 of the smaller tail at any shape.
struct GammaTails {
  let shape: Double

  /// The greatest shape for which GSL is used.
  private static let greatestOfGSL = 1e4

  private var isLarge: Bool { shape > Self.greatestOfGSL }

  func density(_ x: Double) -> Double {
    guard x < .infinity else { return 0 }
    guard isLarge else { return gsl_ran_gamma_pdf(x, shape, 1) }
    guard x > 0 else { return 0 }
    let exponent = shape * logOnePlusLess((x - shape) / shape)
    return exp(exponent) * (shape / (2 * .pi)).squareRoot() / (x * Stirling.ratio(shape))
  }

  /// The probability of at most x.
  func lower(_ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x == .infinity { return 1 }
    let found = isLarge ? nil : x > shape ? upperOfGSL(x).map { 1 - $0 } : lowerOfGSL(x)
    return found ?? (x < shape ? integral(from: x, upwards: false) : 1 - integral(from: x, upwards: true))
  }

  /// The probability of more than x.
  func upper(_ x: Double) -> Double {
    if x <= 0 { return 1 }
    if x == .infinity { return 0 }
    let found = isLarge ? nil : x < shape ? lowerOfGSL(x).map { 1 - $0 } : upperOfGSL(x)
    return found ?? (x < shape ? 1 - integral(from: x, upwards: false) : integral(from: x, upwards: true))
  }

  private func lowerOfGSL(_ x: Double) -> Double? { ScientificLibrary.value { gsl_sf_gamma_inc_P_e(shape, x, $0) } }
  private func upperOfGSL(_ x: Double) -> Double? { ScientificLibrary.value { gsl_sf_gamma_inc_Q_e(shape, x, $0) } }

  private func integral(from x: Double, upwards: Bool) -> Double {
    guard x < .infinity else { return 0 }
    // log f(x + x ε) − log f(x) = (a − 1) log(1 + ε) − x ε, of which the linear terms nearly cancel.
    let sign = upwards ? 1.0 : -1.0
    let power = shape - 1
    let slope = sign * (x - power) / x
    return density(x)
      * TailIntegral.fromZero(slope: slope, curvature: power / x / x) { distance in
        let epsilon = sign * distance / x
        guard epsilon > -1 else { return -.infinity }
        return power * logOnePlusLess(epsilon) - slope * distance
      }
  }

  /// The probability between two values, by the tail that is near.
  func probability(from a: Double, to b: Double) -> Double {
    a > shape ? upper(a) - upper(b) : lower(b) - lower(a)
  }

  /// The value that is not exceeded with probability p, times a scale: above one half by the upper tail, since 1 − p is
  /// exact there.
  ///
  /// Values below the least normal number are 0.
  func quantile(_ p: Double, scale: Double = 1) -> Double {
    if isLarge { return scale * quantileOfLarge(p) }
    // Near 0, F(x) is x^a / Γ(a + 1) to within x of it; small values may only be numbers with their scale.
    if reachesBelow(scale) {
      let logFoot = (log(p) + ScientificLibrary.logGamma(shape + 1)) / shape
      if logFoot < -30 {
        let value = exp(logFoot + log(scale))
        return value < .leastNormalMagnitude ? 0 : value
      }
    }
    return scale * quantileOfGSL(p)
  }

  /// The probability of at most x in units of a scale, where what is no more than the least normal number counts as 0.
  func lower(_ x: Double, scale: Double) -> Double {
    guard x < 1e-13 * scale, reachesBelow(scale) else { return lower(x / scale) }
    return exp(shape * (log(max(x, .leastNormalMagnitude)) - log(scale)) - ScientificLibrary.logGamma(shape + 1))
  }

  /// Whether values beyond the least number, in units of the scale or in one, have a probability worth the name.
  private func reachesBelow(_ scale: Double) -> Bool {
    shape < 10 && min(log(scale), 0) + (ScientificLibrary.logGamma(shape + 1) - 37) / shape < -700
  }

  private func quantileOfGSL(_ p: Double) -> Double {
    let bounds = 0...Double.greatestFiniteMagnitude
    if p < 0.5 {
      // Near 0, F(x) is x^a / Γ(a + 1) to within x of it: there the inverse of GSL underflows for small shapes.
      let foot = exp((log(p) + ScientificLibrary.logGamma(shape + 1)) / shape)
      if foot < 1e-13 { return foot }
      return MonotoneInverse(cumulative: lower, density: density)
        .solve(p, guess: gsl_cdf_gamma_Pinv(p, shape, 1), within: bounds)
    }
    return MonotoneInverse(cumulative: { -upper($0) }, density: density)
      .solve(p - 1, guess: gsl_cdf_gamma_Qinv(1 - p, shape, 1), within: bounds)
  }

  private func quantileOfLarge(_ p: Double) -> Double {
    // The cube root is nearly normal: Wilson and Hilferty 1931.
    let root = 1 - 1 / (9 * shape) + NormalDistribution.standardQuantile(p) / (3 * shape.squareRoot())
    let isLow = p < 0.5
    return TailInverse.solve(
      isLow ? p : 1 - p, rises: isLow, guess: shape * root * root * root, within: 0...Double.greatestFiniteMagnitude
    ) { (isLow ? lower($0) : upper($0), density($0)) }
  }
}

/// Stirling's approximation of the gamma function, and what it lacks.
enum Stirling {
  /// Γ(x) over √(2π/x) (x/e)^x, which approaches 1.
  static func ratio(_ x: Double) -> Double {
    ScientificLibrary.value { gsl_sf_gammastar_e(x, $0) } ?? exp(1 / (12 * x))
  }
}

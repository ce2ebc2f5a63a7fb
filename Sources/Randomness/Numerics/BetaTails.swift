import CGSL
import Glibc

/// Density, both tails and quantiles of a beta distribution on 0...1, for any parameters above 0.
///
/// While the parameters together are at most 10⁴ they are GSL's, which holds to 1e-11 there. Beyond, GSL loses digits,
/// stops early or does not end; there the density is that of Stirling's formula with its error (Loader 2000), the lower
/// tail of a small parameter is a series of positive terms, and other tails are integrals of the density: to 1e-12 of the
/// smaller tail.
struct BetaTails {
  let alpha: Double
  let beta: Double

  /// The greatest sum of parameters for which GSL is used.
  private static let greatestOfGSL = 1e4

  private var isLarge: Bool { alpha + beta > Self.greatestOfGSL }

  func density(_ x: Double) -> Double {
    guard isLarge else { return gsl_ran_beta_pdf(x, alpha, beta) }
    return x >= 0 && x <= 1 ? Place(x, alpha, beta).density : 0
  }

  /// The probability of at most x.
  ///
  /// What is no more than the least normal number counts as 0.
  func lower(_ x: Double) -> Double {
    let x = hasSmallShape ? max(x, .leastNormalMagnitude) : x
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if !isLarge {
      let found = gsl_cdf_beta_P(x, alpha, beta)
      if found >= 0 { return found }
    }
    let place = Place(x, alpha, beta)
    return place.isMirrored ? place.tails.upper : place.tails.lower
  }

  /// The probability of more than x.
  func upper(_ x: Double) -> Double {
    if x <= 0 { return 1 }
    if x >= 1 { return 0 }
    if !isLarge {
      let found = gsl_cdf_beta_Q(x, alpha, beta)
      if found >= 0 { return found }
    }
    let place = Place(x, alpha, beta)
    return place.isMirrored ? place.tails.lower : place.tails.upper
  }

  /// The probability between two values, by the tail that is near.
  func probability(from a: Double, to b: Double) -> Double {
    a > alpha / (alpha + beta) ? upper(a) - upper(b) : lower(b) - lower(a)
  }

  /// The value that is not exceeded with probability p: above one half by the upper tail, since 1 − p is exact there.
  ///
  /// Values below the least normal number are 0, which has their probability.
  func quantile(_ p: Double) -> Double {
    if hasSmallShape, lower(0) >= p { return 0 }
    return isLarge ? quantileOfLarge(p) : quantileOfGSL(p)
  }

  /// Whether values beyond the least number have a probability worth the name.
  private var hasSmallShape: Bool { alpha < 0.06 || alpha < 1 && beta > 1e100 }

  private func quantileOfGSL(_ p: Double) -> Double {
    if p < 0.5 {
      // Near 0, F(x) is x^a / (a B(a, b)) to within a few x of it.
      let foot = exp((log(p * alpha) + logBeta) / alpha)
      if foot * max(1, beta) < 1e-13 { return foot }
      return MonotoneInverse(cumulative: lower, density: density)
        .solve(p, guess: gsl_cdf_beta_Pinv(p, alpha, beta), within: 0...1)
    }
    return MonotoneInverse(cumulative: { -upper($0) }, density: density)
      .solve(p - 1, guess: gsl_cdf_beta_Qinv(1 - p, alpha, beta), within: 0...1)
  }

  /// The logarithm of B(a, b) of parameters for which GSL is used.
  private var logBeta: Double { ScientificLibrary.value { gsl_sf_lnbeta_e(alpha, beta, $0) } ?? .infinity }

  /// In the coordinate of the smaller parameter, which is near 0.
  private func quantileOfLarge(_ p: Double) -> Double {
    let isMirrored = alpha > beta
    let (a, b) = isMirrored ? (beta, alpha) : (alpha, beta)
    let wantsLower = (p < 0.5) != isMirrored
    let goal = p < 0.5 ? p : 1 - p
    let small = TailInverse.solve(goal, rises: wantsLower, guess: guess(goal, wantsLower, a, b), within: 0...1) { t in
      let place = Place(small: t, a, b)
      let tails = place.tails
      return (wantsLower ? tails.lower : tails.upper, place.density)
    }
    return isMirrored ? 1 - small : small
  }

  private func guess(_ tail: Double, _ isLower: Bool, _ a: Double, _ b: Double) -> Double {
    if a < 1e3 {
      // Nearly a gamma distribution: Wise 1950.
      let gamma = GammaTails(shape: a).quantile(isLower ? tail : 1 - tail)
      return gamma / (b + (a - 1) / 2 + gamma / 2)
    }
    // The logit is nearly normal.
    let score = NormalDistribution.standardQuantile(tail) * (isLower ? 1 : -1)
    return 1 / (1 + b / a * exp(-score * ((a + b) / a / b).squareRoot()))
  }
}

extension BetaTails {
  /// A value as seen from the end that is near: of the smaller parameter.
  private struct Place {
    /// The smaller parameter and the other.
    let a: Double
    let b: Double
    /// The distance from the end of the smaller parameter, and from the other.
    let t: Double
    let s: Double
    /// (a + b) t − a, in which the leading digits cancel.
    let excess: Double
    /// Whether the near end is 1.
    let isMirrored: Bool

    init(_ x: Double, _ alpha: Double, _ beta: Double) {
      isMirrored = alpha > beta
      (a, b) = isMirrored ? (beta, alpha) : (alpha, beta)
      (t, s) = isMirrored ? (1 - x, x) : (x, 1 - x)
      let excess = Self.excess(x, alpha, beta)
      self.excess = isMirrored ? -excess : excess
    }

    /// At that distance from the end of the smaller parameter.
    init(small t: Double, _ a: Double, _ b: Double) {
      (self.a, self.b, self.t, s, isMirrored) = (a, b, t, 1 - t, false)
      excess = Self.excess(t, a, b)
    }

    /// The sum is taken with its rounding error, and the product with one rounding.
    private static func excess(_ x: Double, _ a: Double, _ b: Double) -> Double {
      let sum = a + b
      let (larger, smaller) = a > b ? (a, b) : (b, a)
      let lost = smaller - (sum - larger)
      return fma(sum, x, -a) + lost * x
    }

    /// f(t), by way of the mean m = a / (a + b): the exponent is a log(t / m) + b log(s / (1 − m)).
    var density: Double {
      guard t > 0, s > 0 else {
        return t > 0 ? (b == 1 ? a : b < 1 ? .infinity : 0) : (a == 1 ? b : a < 1 ? .infinity : 0)
      }
      let (u, v) = (excess / a, excess / b)
      // Far above the mean of a small parameter, u is too large for its logarithm to lose anything.
      let rise = abs(u) < 0.5 ? a * logOnePlusLess(u) : a * (log(t) - log(a) + log(a + b)) - excess
      let exponent = rise + b * logOnePlusLess(-v)
      let ratio = Stirling.ratio(a + b) / (Stirling.ratio(a) * Stirling.ratio(b))
      return exp(exponent) * ratio * (a / (2 * .pi) / (1 + a / b)).squareRoot() / t / s
    }

    var tails: (lower: Double, upper: Double) {
      guard t > 0 else { return (0, 1) }
      guard s > 0 else { return (1, 0) }
      if a <= 1e4, excess <= 1 {
        let lower = series
        return (lower, 1 - lower)
      }
      if excess < 0 {
        let lower = integral(upwards: false)
        return (lower, 1 - lower)
      }
      let upper = integral(upwards: true)
      return (1 - upper, upper)
    }

    /// f(t) t s / a times the sum of (a + b)ₖ / (a + 1)ₖ tᵏ.
    private var series: Double {
      var (term, sum) = (1.0, 1.0)
      for k in 0..<100_000 {
        let k = Double(k)
        term *= (a + b + k) / (a + 1 + k) * t
        let next = sum + term
        if next == sum { break }
        sum = next
      }
      return min(density * t * s / a * sum, 1)
    }

    private func integral(upwards: Bool) -> Double {
      let sign = upwards ? 1.0 : -1.0
      // The slope of the logarithm of the density, ((a − 1) s − (b − 1) t) / t s.
      let slope = sign * (excess + 1 - 2 * t) / t / s
      let curvature = (a - 1) / t / t + (b - 1) / s / s
      return density
        * TailIntegral.fromZero(slope: slope, curvature: curvature) { distance in
          let (epsilon, eta) = (sign * distance / t, sign * distance / s)
          guard epsilon > -1, eta < 1 else { return -.infinity }
          return (a - 1) * logOnePlusLess(epsilon) + (b - 1) * logOnePlusLess(-eta) - slope * distance
        }
    }
  }
}

import CGSL
import Glibc

/// Two numbers within (0, 1) with (e^−θu − 1)(e^−θv − 1) = (e^−θ − 1)(e^−θC − 1), θ other than 0.
struct FrankPair {
  let theta: Double

  /// For θ below 0 the second number is turned round, since that changes only the sign of θ.
  private var mirrored: FrankPair { FrankPair(theta: -theta) }

  /// e^−θu + e^−θv − e^−θ(u + v) − e^−θ, which is above 0 for θ above 0; no term of it cancels.
  private func remainder(_ u: Double, _ v: Double) -> Double {
    exp(-theta * u) * -expm1(-theta * v) + exp(-theta * v) * -expm1(-theta * (1 - v))
  }

  func cumulative(_ u: Double, _ v: Double) -> Double {
    if theta < 0 { return max(u - mirrored.cumulative(u, 1 - v), 0) }
    let whole = expm1(-theta)
    let part = expm1(-theta * u) * expm1(-theta * v) / whole
    // Where the logarithm is near 0 it is taken of 1 + part, else of the whole.
    return part > -0.5 ? -log1p(part) / theta : -log(remainder(u, v) / -whole) / theta
  }

  func density(_ u: Double, _ v: Double) -> Double {
    if theta < 0 { return mirrored.density(u, 1 - v) }
    let remainder = remainder(u, v)
    return theta * -expm1(-theta) * exp(-theta * (u + v)) / (remainder * remainder)
  }

  /// The v that is not exceeded with chance p, given u.
  func second(_ u: Double, _ p: Double) -> Double {
    if theta < 0 { return 1 - mirrored.second(u, 1 - p) }
    let power = exp(-theta * u)
    let scale = p + (1 - p) * power
    let part = p * expm1(-theta) / scale
    return part > -0.5 ? -log1p(part) / theta : -log((p * exp(-theta) + (1 - p) * power) / scale) / theta
  }

  /// 1 − 4 (1 − D₁(θ)) / θ with Debye's first function; odd in θ.
  static func kendall(theta: Double) -> Double {
    let size = abs(theta)
    // Near 0 the difference cancels: D₁(θ) = 1 − θ/4 + θ²/36 − θ⁴/3600 + θ⁶/211680 − ….
    let kendall =
      size < 0.1
      ? size / 9 - size * size * size / 900 + pow(size, 5) / 52_920 : 1 - 4 / size * (1 - gsl_sf_debye_1(size))
    return theta < 0 ? -kendall : kendall
  }

  /// The θ with that Kendall correlation, other than 0.
  static func theta(kendall: Double) -> Double {
    let wanted = abs(kendall)
    // From above, τ is 1 − 4/θ + O(1/θ²).
    let high = 8 / (1 - wanted)
    let theta = MonotoneInverse(cumulative: { self.kendall(theta: $0) }).chandrupatla(wanted, 0, high)
    return kendall < 0 ? -theta : theta
  }
}

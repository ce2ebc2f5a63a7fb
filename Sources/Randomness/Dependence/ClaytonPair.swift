import Glibc

/// Two numbers within (0, 1) with u^−θ + v^−θ − 1 = C^−θ, θ above 0.
struct ClaytonPair {
  let theta: Double

  /// log(u^−θ + v^−θ − 1), of which the greater power is taken out lest it overflow.
  private func logSum(_ u: Double, _ v: Double) -> Double {
    let (greater, less) = (-theta * log(min(u, v)), -theta * log(max(u, v)))
    return greater + log1p(less < 1 ? exp(-greater) * expm1(less) : exp(less - greater) - exp(-greater))
  }

  func cumulative(_ u: Double, _ v: Double) -> Double { exp(-logSum(u, v) / theta) }

  func density(_ u: Double, _ v: Double) -> Double {
    (1 + theta) * exp(-(1 + theta) * (log(u) + log(v)) - (2 + 1 / theta) * logSum(u, v))
  }

  /// The v that is not exceeded with chance p, given u.
  func second(_ u: Double, _ p: Double) -> Double {
    // v^−θ = 1 + u^−θ (p^(−θ / (1 + θ)) − 1).
    let rise = -theta * log(u) + log(expm1(-theta / (1 + theta) * log(p)))
    return exp(-(rise > 0 ? rise + log1p(exp(-rise)) : log1p(exp(rise))) / theta)
  }
}

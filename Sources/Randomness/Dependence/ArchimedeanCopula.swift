import CGSL
import Glibc

/// The dependence of two inputs through a generator, with one parameter θ.
///
/// Nelsen 2006, An Introduction to Copulas, 2nd ed., table 4.1: numbers 1, 4 and 5.
package struct ArchimedeanCopula: Copula, Hashable {
  /// The generators.
  package enum Family: String, Sendable, Hashable, CaseIterable {
    /// Low values come together; θ above 0.
    case clayton
    /// High values come together; θ from 1, which is independence.
    case gumbel
    /// Neither end comes together; θ below 0 for inputs that run against each other.
    case frank
  }

  /// The generator.
  package let family: Family
  /// The parameter θ.
  package let theta: Double

  /// The copula of that family with parameter θ.
  package init(_ family: Family, theta: Double) throws(InvalidValue) {
    let (isValid, range) =
      switch family {
      case .clayton: (theta > 0, "above 0")
      case .gumbel: (theta >= 1, "from 1")
      case .frank: (theta != 0, "other than 0")
      }
    guard isValid, theta.isFinite else {
      throw InvalidValue("\(family.rawValue) copula", "θ is \(theta.shortest); a number \(range) was expected")
    }
    ScientificLibrary.prepare()
    self.family = family
    self.theta = theta
  }

  /// The copula of that family with that Kendall correlation.
  package init(_ family: Family, kendall: Double) throws(InvalidValue) {
    let (isValid, range) =
      switch family {
      case .clayton: (kendall > 0 && kendall < 1, "between 0 and 1")
      case .gumbel: (kendall >= 0 && kendall < 1, "from 0 to below 1")
      case .frank: (kendall > -1 && kendall < 1 && kendall != 0, "between -1 and 1, other than 0,")
      }
    guard isValid else {
      throw InvalidValue(
        "\(family.rawValue) copula", "its Kendall correlation is \(kendall.shortest); a number \(range) was expected",
        remedy: family == .frank ? nil : "use Frank's copula for inputs that run against each other")
    }
    ScientificLibrary.prepare()
    self.family = family
    theta =
      switch family {
      case .clayton: 2 * kendall / (1 - kendall)
      case .gumbel: 1 / (1 - kendall)
      case .frank: FrankPair.theta(kendall: kendall)
      }
  }

  package var count: Int { 2 }

  /// The Kendall correlation.
  package var kendall: Double {
    switch family {
    case .clayton: theta / (theta + 2)
    case .gumbel: 1 - 1 / theta
    case .frank: FrankPair.kendall(theta: theta)
    }
  }

  package func dependent(on independent: [Double]) -> [Double] {
    precondition(independent.count == 2, "an Archimedean copula is of two inputs, not of \(independent.count)")
    let (u, p) = (independent[0], independent[1])
    let v =
      switch family {
      case .clayton: ClaytonPair(theta: theta).second(u, p)
      case .gumbel: GumbelPair(theta: theta).second(u, p)
      case .frank: FrankPair(theta: theta).second(u, p)
      }
    return [u, Self.inside(v)]
  }

  package func density(at numbers: [Double]) -> Double {
    precondition(numbers.count == 2, "an Archimedean copula is of two inputs, not of \(numbers.count)")
    return switch family {
    case .clayton: ClaytonPair(theta: theta).density(numbers[0], numbers[1])
    case .gumbel: GumbelPair(theta: theta).density(numbers[0], numbers[1])
    case .frank: FrankPair(theta: theta).density(numbers[0], numbers[1])
    }
  }

  package func cumulative(_ u: Double, _ v: Double) -> Double {
    if let known = Self.cumulativeAtEdge(u, v) { return known }
    let chance =
      switch family {
      case .clayton: ClaytonPair(theta: theta).cumulative(u, v)
      case .gumbel: GumbelPair(theta: theta).cumulative(u, v)
      case .frank: FrankPair(theta: theta).cumulative(u, v)
      }
    return Self.bounded(chance, u, v)
  }
}

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

/// Two numbers within (0, 1) with (−log u)^θ + (−log v)^θ = (−log C)^θ, θ from 1.
struct GumbelPair {
  let theta: Double

  /// −log C.
  private func depth(_ x: Double, _ y: Double) -> Double {
    let (greater, less) = (max(x, y), min(x, y))
    return greater * exp(log1p(pow(less / greater, theta)) / theta)
  }

  func cumulative(_ u: Double, _ v: Double) -> Double { exp(-depth(-log(u), -log(v))) }

  func density(_ u: Double, _ v: Double) -> Double {
    let (x, y) = (-log(u), -log(v))
    let depth = depth(x, y)
    // C / (u v) · (x y / s²)^(θ − 1) · (1 + (θ − 1) / s) with s = −log C.
    return exp(x + y - depth + (theta - 1) * (log(x / depth) + log(y / depth))) * (1 + (theta - 1) / depth)
  }

  /// The v that is not exceeded with chance p, given u.
  func second(_ u: Double, _ p: Double) -> Double {
    let x = -log(u)
    // The depth s solves s + (θ − 1) log s = x + (θ − 1) log x − log p; in w = log(s / x), which is from 0:
    // x (e^w − 1) + (θ − 1) w = −log p. The left side is convex, so Newton's steps fall to the root from above.
    let goal = -log(p)
    var w = log1p(goal / x)
    if theta > 1 { w = min(w, goal / (theta - 1)) }
    for _ in 0..<200 {
      let step = (x * expm1(w) + (theta - 1) * w - goal) / (x * exp(w) + theta - 1)
      w -= step
      if abs(step) <= 2 * w.ulp { break }
    }
    // y^θ = s^θ − x^θ.
    return exp(-x * exp(w) * pow(-expm1(-theta * w), 1 / theta))
  }
}

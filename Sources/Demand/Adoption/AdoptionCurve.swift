import Glibc
import Randomness

/// How a use spreads: the share of its market reached, or a plain growth, as a function of time in years.
public struct AdoptionCurve: Sendable, Hashable, CustomStringConvertible {
  enum Shape: Hashable {
    case bass(innovation: Double, imitation: Double)
    case logistic(growth: Double)
    case exponential(growth: Double)
  }

  let shape: Shape

  /// The Bass diffusion curve F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) e^(−(p+q)t)), with p and q a year.
  ///
  /// Bass 1969. Coefficients published for a year are far lower than for a month: state them for a year.
  public static func bass(
    innovation p: Double, imitation q: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let curve = AdoptionCurve(shape: .bass(innovation: p, imitation: q))
    guard p > 0, p.isFinite, q >= 0, q.isFinite else {
      Refusals.report(
        InvalidValue(
          curve.description, "innovation must be above 0 and imitation at least 0", location: "\(file):\(line)"))
      return .exponential(growth: 0)
    }
    return curve
  }

  /// The logistic curve, which grows by `growth` a year (continuously compounded) while the share is small.
  public static func logistic(
    growth: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let curve = AdoptionCurve(shape: .logistic(growth: growth))
    guard growth > 0, growth.isFinite else {
      Refusals.report(InvalidValue(curve.description, "growth must be above 0", location: "\(file):\(line)"))
      return .exponential(growth: 0)
    }
    return curve
  }

  /// Growth by a fraction a year without an end: 0.2 is 20 % more each year, −0.1 is 10 % less.
  public static func exponential(
    growth: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let curve = AdoptionCurve(shape: .exponential(growth: growth))
    guard growth > -1, growth.isFinite else {
      Refusals.report(
        InvalidValue(
          curve.description, "growth is a fraction a year above -1 (20 % a year is 0.2)", location: "\(file):\(line)"))
      return AdoptionCurve(shape: .exponential(growth: 0))
    }
    return curve
  }

  /// Whether the curve has a market that it fills.
  public var saturates: Bool {
    if case .exponential = shape { return false }
    return true
  }

  /// The share reached `years` after the share was `start`; for plain growth, the factor since then times `start`.
  ///
  /// The Bass curve may start from 0, the logistic may not: nobody has adopted and nobody would.
  public func share(after years: Double, from start: Double) -> Double {
    switch shape {
    case .bass(let p, let q):
      // The time at which F reaches `start`, solved from the closed form.
      let offset = log((1 + start * q / p) / (1 - start)) / (p + q)
      let decay = exp(-(p + q) * (offset + years))
      return (1 - decay) / (1 + q / p * decay)
    case .logistic(let growth):
      return 1 / (1 + (1 / start - 1) * exp(-growth * years))
    case .exponential(let growth):
      return start * pow(1 + growth, years)
    }
  }

  public var description: String {
    switch shape {
    case .bass(let p, let q): return "bass(innovation: \(p), imitation: \(q))"
    case .logistic(let growth): return "logistic(growth: \(growth))"
    case .exponential(let growth): return "exponential(growth: \(growth))"
    }
  }
}

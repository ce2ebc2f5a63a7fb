import CGSL
import Glibc

extension Distribution {
  /// Student's t distribution with a location and a scale.
  ///
  /// The variance is finite above 2 degrees of freedom, of which there must be at least 0.2.
  public static func studentT(
    freedom: Double, location: Double = 0, scale: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try StudentTDistribution(freedom: freedom, location: location, scale: scale))
  }
}

struct StudentTDistribution: LocationScaleFamily {
  static let forms = [
    DistributionForm("studentT", "freedom", "location", "scale", defaults: [0, 1]) { (p) throws(InvalidValue) in
      try StudentTDistribution(freedom: p[0], location: p[1], scale: p[2])
    }
  ]

  let freedom: Double
  let location: Double
  let scale: Double

  init(freedom: Double, location: Double, scale: Double) throws(InvalidValue) {
    (self.freedom, self.location, self.scale) = (freedom, location, scale)
    let parameters = parameters
    try parameters.requireFinite()
    // With fewer, a draw may lie beyond the largest numbers that there are.
    guard freedom >= 0.2 else {
      throw parameters.error("freedom is \(freedom.shortest); at least 0.2 was expected")
    }
    try parameters.requirePositive("scale")
    try requireRepresentable(parameters)
  }

  /// Around 0 with scale 1, of degrees of freedom that are known to be at least 0.2.
  init(valid freedom: Double) { (self.freedom, location, scale) = (freedom, 0, 1) }

  private var parameters: ParameterList {
    ParameterList("studentT", ["freedom": freedom, "location": location, "scale": scale])
  }
  var label: String { parameters.text }

  var standardMean: Double { freedom > 1 ? 0 : .nan }
  var standardVariance: Double { freedom > 2 ? freedom / (freedom - 2) : freedom > 1 ? .infinity : .nan }
  /// The most degrees of freedom for which GSL is used: beyond, its logarithms of gamma functions lose digits.
  private static let greatestOfGSL = 2e4

  private var isLarge: Bool { freedom > Self.greatestOfGSL }

  /// Whether it is normal to the last digit, in tails as far as numbers go.
  private var isNormal: Bool { freedom > 1e30 }

  /// The logarithm of the density at 0.
  private var logPeak: Double {
    let half = freedom / 2
    // Γ(h + ½) / Γ(h) is √h by Stirling's formula, of which only the error is calculated.
    let ratio = Stirling.ratio(half + 0.5) / Stirling.ratio(half)
    return half * logOnePlusLess(0.5 / half) + log(ratio / (2 * Double.pi).squareRoot())
  }

  func standardDensity(_ z: Double) -> Double {
    if isNormal { return gsl_ran_ugaussian_pdf(z) }
    if !isLarge, abs(z) < Self.far { return gsl_ran_tdist_pdf(z, freedom) }
    let ratio = abs(z) < Self.far ? log1p(z * z / freedom) : 2 * log(abs(z)) - log(freedom)
    return exp(logPeak - (freedom + 1) / 2 * ratio)
  }

  func standardCumulative(_ z: Double) -> Double { z <= 0 ? lowerTail(z) : 1 - lowerTail(-z) }

  /// From where on the density is a power of the value, to the last digit.
  private static let far = 1e75

  /// The logarithm of the lower tail far out, and of its value at a logarithm of the tail: both are straight lines.
  private func logFarTail(_ logValue: Double) -> Double {
    logPeak + (freedom - 1) / 2 * log(freedom) - freedom * logValue
  }
  private func logFarValue(_ logTail: Double) -> Double {
    (logPeak + (freedom - 1) / 2 * log(freedom) - logTail) / freedom
  }

  /// The probability of at most z, which is at most 0.
  private func lowerTail(_ z: Double) -> Double {
    if isNormal { return gsl_cdf_ugaussian_P(z) }
    if z <= -Self.far { return exp(logFarTail(log(-z))) }
    // For some thirty and more degrees of freedom, GSL's expansion fails in the far tails.
    if !isLarge, freedom <= 30 || z > -6 { return gsl_cdf_tdist_P(z, freedom) }
    // The share t² / (ν + t²) has a beta distribution; it is seen from the end that is near.
    let square = z * z
    return square < freedom
      ? BetaTails(alpha: 0.5, beta: freedom / 2).upper(square / (freedom + square)) / 2
      : BetaTails(alpha: freedom / 2, beta: 0.5).lower(freedom / (freedom + square)) / 2
  }

  /// Symmetric: the smaller tail is found and mirrored.
  func standardQuantile(_ p: Double) -> Double {
    if isNormal { return NormalDistribution.standardQuantile(p) }
    if p == 0.5 { return 0 }
    let tail = min(p, 1 - p)
    let x: Double
    let logFar = logFarValue(log(tail))
    if logFar > log(Self.far) {
      x = -exp(logFar)
    } else if isLarge {
      x = -TailInverse.solve(
        tail, rises: false, guess: -NormalDistribution.standardQuantile(tail), within: 0...Self.far
      ) { (lowerTail(-$0), standardDensity($0)) }
    } else {
      x = MonotoneInverse(cumulative: lowerTail, density: standardDensity)
        .solve(tail, guess: gsl_cdf_tdist_Pinv(tail, freedom), within: -Self.far...0)
    }
    return p < 0.5 ? x : -x
  }

  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double { gsl_ran_tdist(generator, freedom) }

  func standardMoments(from a: Double, through b: Double) -> Moments? {
    if isNormal { return (try? NormalDistribution(mean: 0, deviation: 1))?.moments(from: a, through: b) }
    let mass = standardCumulative(b) - standardCumulative(a)
    let peak = exp(logPeak)
    // (1 + t² / ν)^−(ν − 1)/2, the integrals of t f(t) and of t² f(t) by parts.
    func logBase(_ t: Double) -> Double { abs(t) < 1e100 ? log1p(t * t / freedom) : 2 * log(abs(t)) - log(freedom) }
    let power = (freedom - 1) / 2
    let (low, high) = (logBase(a), logBase(b))
    let first: Double
    if power == 0 {
      first = peak * freedom / 2 * (high - low)
    } else if low == .infinity {
      first = power > 0 ? -peak * freedom / (2 * power) * exp(-power * high) : -.infinity
    } else if high == .infinity {
      first = power > 0 ? peak * freedom / (2 * power) * exp(-power * low) : .infinity
    } else {
      first = peak * freedom / (2 * power) * exp(-power * low) * -expm1(-power * (high - low))
    }
    guard first.isFinite else { return nil }
    func edge(_ t: Double, _ base: Double) -> Double { t.isInfinite ? 0 : t * exp(-power * base) }
    if a.isInfinite || b.isInfinite, freedom <= 2 {
      return Moments(mean: first / mass, variance: .infinity)
    }
    // Two degrees of freedom are the limit of a difference that cancels.
    guard abs(freedom - 2) > 1e-3 else { return nil }
    let second = freedom / (freedom - 2) * (mass - peak * (edge(b, high) - edge(a, low)))
    return Moments(mass: mass, first: first, second: second)
  }
}

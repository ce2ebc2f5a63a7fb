import CGSL
import Glibc

/// A distribution around 0 with scale 1, moved and stretched by a location and a scale.
protocol LocationScaleFamily: DistributionFamily {
  var location: Double { get }
  var scale: Double { get }

  // With location 0 and scale 1.

  /// Not a number where there is none.
  var standardMean: Double { get }
  /// Infinite where it diverges, not a number where there is none.
  var standardVariance: Double { get }
  func standardDensity(_ z: Double) -> Double
  func standardCumulative(_ z: Double) -> Double
  /// By the upper tail above one half, where 1 − p is exact.
  func standardQuantile(_ p: Double) -> Double
  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double
  /// As ``DistributionFamily/moments(from:through:)``.
  func standardMoments(from a: Double, through b: Double) -> Moments?
}

extension LocationScaleFamily {
  func standardMoments(from a: Double, through b: Double) -> Moments? { nil }

  func requireRepresentable(_ parameters: ParameterList) throws(InvalidValue) {
    try parameters.requireRepresentable([quantile(0x1p-53), quantile(1 - 0x1p-53)], around: location, spread: scale)
  }

  func moments(from low: Double, through high: Double) -> Moments? {
    standardMoments(from: (low - location) / scale, through: (high - location) / scale)
      .map { Moments(mean: location + scale * $0.mean, variance: scale * scale * $0.variance) }
  }

  var support: ClosedRange<Double> { -Double.infinity...Double.infinity }
  var mean: Double { location + scale * standardMean }
  var variance: Double { scale * scale * standardVariance }
  func density(at x: Double) -> Double { standardDensity((x - location) / scale) / scale }
  func cumulative(at x: Double) -> Double { standardCumulative((x - location) / scale) }
  func quantile(_ p: Double) -> Double { location + scale * standardQuantile(p) }
  func draw(from stream: RandomStream) -> Double { location + scale * standardDraw(stream.generator) }
}

/// One of which location and scale are the only parameters.
protocol TwoParameterFamily: LocationScaleFamily {
  static var name: String { get }
  init(valid location: Double, _ scale: Double)
}

extension TwoParameterFamily {
  static var forms: [DistributionForm] {
    [DistributionForm(name, "location", "scale") { (p) throws(InvalidValue) in try Self(location: p[0], scale: p[1]) }]
  }

  init(location: Double, scale: Double) throws(InvalidValue) {
    self.init(valid: location, scale)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("scale")
    try requireRepresentable(parameters)
  }

  private var parameters: ParameterList { ParameterList(Self.name, ["location": location, "scale": scale]) }
  var label: String { parameters.text }
}

// MARK: - Cauchy

extension Distribution {
  /// The Cauchy distribution, which has no mean; half of it lies within one scale of the location.
  public static func cauchy(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try CauchyDistribution(location: location, scale: scale))
  }
}

struct CauchyDistribution: TwoParameterFamily {
  static let name = "cauchy"
  let location: Double
  let scale: Double
  init(valid location: Double, _ scale: Double) { (self.location, self.scale) = (location, scale) }

  var standardMean: Double { .nan }
  var standardVariance: Double { .nan }
  func standardDensity(_ z: Double) -> Double { gsl_ran_cauchy_pdf(z, 1) }
  func standardCumulative(_ z: Double) -> Double { gsl_cdf_cauchy_P(z, 1) }
  func standardQuantile(_ p: Double) -> Double { p < 0.5 ? gsl_cdf_cauchy_Pinv(p, 1) : gsl_cdf_cauchy_Qinv(1 - p, 1) }
  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double { gsl_ran_cauchy(generator, 1) }

  func standardMoments(from a: Double, through b: Double) -> Moments? {
    // Between like ends the arcs cancel: they are taken of the difference.
    let arc = a * b > -1 ? atan((b - a) / (1 + a * b)) : atan(b) - atan(a)
    return Moments(mass: arc, first: (log1p(b * b) - log1p(a * a)) / 2, second: b - a - arc)
  }
}

// MARK: - Laplace

extension Distribution {
  /// The Laplace distribution: the difference of two exponential numbers with mean `scale`, around a location.
  public static func laplace(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try LaplaceDistribution(location: location, scale: scale))
  }
}

struct LaplaceDistribution: TwoParameterFamily {
  static let name = "laplace"
  let location: Double
  let scale: Double
  init(valid location: Double, _ scale: Double) { (self.location, self.scale) = (location, scale) }

  var standardMean: Double { 0 }
  var standardVariance: Double { 2 }
  func standardDensity(_ z: Double) -> Double { gsl_ran_laplace_pdf(z, 1) }
  func standardCumulative(_ z: Double) -> Double { gsl_cdf_laplace_P(z, 1) }
  func standardQuantile(_ p: Double) -> Double { p < 0.5 ? gsl_cdf_laplace_Pinv(p, 1) : gsl_cdf_laplace_Qinv(1 - p, 1) }
  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double { gsl_ran_laplace(generator, 1) }

  func standardMoments(from a: Double, through b: Double) -> Moments? {
    // Of each side an exponential distribution that is cut off.
    func side(_ from: Double, _ to: Double) -> (mass: Double, first: Double, second: Double) {
      guard to > from else { return (0, 0, 0) }
      func rest(_ x: Double) -> (Double, Double, Double) {
        let tail = exp(-x)
        return x == .infinity ? (0, 0, 0) : (tail, (x + 1) * tail, (x * x + 2 * x + 2) * tail)
      }
      let (near, far) = (rest(from), rest(to))
      return (near.0 - far.0, near.1 - far.1, near.2 - far.2)
    }
    let (below, above) = (side(max(-b, 0), max(-a, 0)), side(max(a, 0), max(b, 0)))
    return Moments(
      mass: above.mass + below.mass, first: above.first - below.first, second: above.second + below.second)
  }
}

// MARK: - Logistic

extension Distribution {
  /// P(X ≤ x) = 1 / (1 + exp(−(x − location) / scale)).
  public static func logistic(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try LogisticDistribution(location: location, scale: scale))
  }
}

struct LogisticDistribution: TwoParameterFamily {
  static let name = "logistic"
  let location: Double
  let scale: Double
  init(valid location: Double, _ scale: Double) { (self.location, self.scale) = (location, scale) }

  var standardMean: Double { 0 }
  var standardVariance: Double { .pi * .pi / 3 }
  func standardDensity(_ z: Double) -> Double { gsl_ran_logistic_pdf(z, 1) }
  func standardCumulative(_ z: Double) -> Double { gsl_cdf_logistic_P(z, 1) }
  func standardQuantile(_ p: Double) -> Double {
    p < 0.5 ? gsl_cdf_logistic_Pinv(p, 1) : gsl_cdf_logistic_Qinv(1 - p, 1)
  }
  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double { gsl_ran_logistic(generator, 1) }
}

// MARK: - Gumbel

extension Distribution {
  /// The Gumbel distribution of a maximum: P(X ≤ x) = exp(−exp(−(x − location) / scale)).
  ///
  /// Type I extreme value.
  public static func gumbel(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GumbelDistribution(location: location, scale: scale))
  }
}

struct GumbelDistribution: TwoParameterFamily {
  static let name = "gumbel"
  let location: Double
  let scale: Double
  init(valid location: Double, _ scale: Double) { (self.location, self.scale) = (location, scale) }

  var standardMean: Double { 0.577_215_664_901_532_860_6 }  // Euler's constant
  var standardVariance: Double { .pi * .pi / 6 }
  func standardDensity(_ z: Double) -> Double { z > -.infinity ? gsl_ran_gumbel1_pdf(z, 1, 1) : 0 }
  func standardCumulative(_ z: Double) -> Double { gsl_cdf_gumbel1_P(z, 1, 1) }
  func standardQuantile(_ p: Double) -> Double {
    p < 0.5 ? gsl_cdf_gumbel1_Pinv(p, 1, 1) : gsl_cdf_gumbel1_Qinv(1 - p, 1, 1)
  }
  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double { gsl_ran_gumbel1(generator, 1, 1) }
}

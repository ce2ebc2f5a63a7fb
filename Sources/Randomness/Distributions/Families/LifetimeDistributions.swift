import CGSL
import Glibc

// MARK: - Exponential

extension Distribution {
  /// The time between independent random events, with that mean.
  public static func exponential(
    mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try ExponentialDistribution(mean: mean))
  }
}

struct ExponentialDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("exponential", "mean") { (p) throws(InvalidValue) in try ExponentialDistribution(mean: p[0]) }
  ]

  let mean: Double

  init(mean: Double) throws(InvalidValue) {
    self.mean = mean
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("mean")
    try parameters.requireRepresentable([37 * mean], around: 0, spread: mean)
  }

  private var parameters: ParameterList { ParameterList("exponential", ["mean": mean]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...Double.infinity }
  var variance: Double { mean * mean }
  func density(at x: Double) -> Double { gsl_ran_exponential_pdf(x, mean) }
  func cumulative(at x: Double) -> Double { gsl_cdf_exponential_P(x, mean) }
  func quantile(_ p: Double) -> Double { -mean * log1p(-p) }
  func draw(from stream: RandomStream) -> Double { stream.exponential(mean: mean) }
  var inlineDraw: InlineDraw { .exponential(mean: mean) }

  /// It forgets where it began: beyond the low end it is as from 0.
  func moments(from low: Double, through high: Double) -> Moments? {
    let width = (high - low) / mean
    if width == .infinity { return Moments(mean: low + mean, variance: mean * mean) }
    // Of the mean 1, cut off at w: 1 − w / (e^w − 1), and 1 − (w / 2 / sinh(w / 2))²; near 0 by their series.
    let square = width * width
    let half = width / 2 / sinh(width / 2)
    let shares =
      width < 0.3
      ? (
        width / 2 - square / 12 + square * square / 720 - square * square * square / 30_240,
        square / 12 - square * square / 240 + square * square * square / 6048
          - square * square * square * square / 172_800
      ) : (1 - width / expm1(width), 1 - half * half)
    return Moments(mean: low + mean * shares.0, variance: mean * mean * shares.1)
  }
}

// MARK: - Weibull

extension Distribution {
  /// P(X ≤ x) = 1 − exp(−(x / scale)^shape): lifetimes, whose hazard falls below shape 1 and rises above it.
  public static func weibull(
    scale: Double, shape: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try WeibullDistribution(scale: scale, shape: shape))
  }
}

struct WeibullDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("weibull", "scale", "shape") { (p) throws(InvalidValue) in
      try WeibullDistribution(scale: p[0], shape: p[1])
    }
  ]

  let scale: Double
  let shape: Double

  init(scale: Double, shape: Double) throws(InvalidValue) {
    (self.scale, self.shape) = (scale, shape)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("scale", "shape")
    try parameters.requireRepresentable(
      [scale * pow(37, 1 / shape)], around: scale, spread: scale * min(1, 1 / shape))
  }

  private var parameters: ParameterList { ParameterList("weibull", ["scale": scale, "shape": shape]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...Double.infinity }
  var mean: Double { scale * power(1) }

  var variance: Double {
    let first = power(1)
    if power(2) == .infinity { return .infinity }
    // A narrow one by its series in 1 / shape, since the difference cancels.
    let spread = shape < 500 ? power(2) - first * first : first * first * expm1(Self.logSpread(1 / shape))
    return scale * scale * spread
  }

  /// The mean of a power of the value over the scale; infinite where it is beyond a number.
  private func power(_ k: Double) -> Double {
    let x = 1 + k / shape
    return ScientificLibrary.value { gsl_sf_gamma_e(x, $0) } ?? exp(ScientificLibrary.logGamma(x))
  }

  /// log(Γ(1 + 2e) / Γ(1 + e)²), by the zeta function.
  private static func logSpread(_ e: Double) -> Double {
    let zetas = [
      1.644_934_066_848_226_4, 1.202_056_903_159_594_3, 1.082_323_233_711_138_2, 1.036_927_755_143_37,
      1.017_343_061_984_449_1,
    ]
    var (sum, power, sign) = (0.0, e, 1.0)
    for (place, zeta) in zetas.enumerated() {
      let n = Double(place + 2)
      power *= e
      sum += sign * zeta / n * (pow(2, n) - 2) * power
      sign = -sign
    }
    return sum
  }

  func density(at x: Double) -> Double {
    // Far out, its logarithm is a difference of infinities.
    pow(x / scale, shape) < 800 ? gsl_ran_weibull_pdf(x, scale, shape) : 0
  }

  /// Whether values below the least normal number have a probability worth the name; they count as 0.
  private var reachesBelow: Bool { log(scale) - 37 / shape < -700 }

  /// What is no more than the least normal number counts as 0.
  func cumulative(at x: Double) -> Double {
    guard reachesBelow, x < scale else { return gsl_cdf_weibull_P(x, scale, shape) }
    return -expm1(-exp(shape * (log(max(x, .leastNormalMagnitude)) - log(scale))))
  }

  func quantile(_ p: Double) -> Double {
    guard reachesBelow else { return scale * pow(-log1p(-p), 1 / shape) }
    let value = exp(log(scale) + log(-log1p(-p)) / shape)
    return value < .leastNormalMagnitude ? 0 : value
  }
  func draw(from stream: RandomStream) -> Double { gsl_ran_weibull(stream.generator, scale, shape) }

  func moments(from low: Double, through high: Double) -> Moments? {
    let (a, b) = (pow(low / scale, shape), pow(high / scale, shape))
    // The power k of the value is a power of an exponential number, whose part is that of a gamma distribution.
    func part(_ k: Double) -> Double { power(k) * GammaTails(shape: 1 + k / shape).probability(from: a, to: b) }
    return Moments(mass: part(0), first: part(1), second: part(2))
      .map { Moments(mean: scale * $0.mean, variance: scale * scale * $0.variance) }
  }
}

// MARK: - Pareto

extension Distribution {
  /// P(X > x) = (scale / x)^shape from x = scale on.
  ///
  /// The mean is finite above shape 1, the variance above 2.
  public static func pareto(
    scale: Double, shape: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try ParetoDistribution(scale: scale, shape: shape))
  }
}

struct ParetoDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("pareto", "scale", "shape") { (p) throws(InvalidValue) in
      try ParetoDistribution(scale: p[0], shape: p[1])
    }
  ]

  let scale: Double
  let shape: Double

  init(scale: Double, shape: Double) throws(InvalidValue) {
    (self.scale, self.shape) = (scale, shape)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("scale", "shape")
    try parameters.requireRepresentable(
      [scale * exp(37 / shape)], around: scale, spread: scale * min(1, 1 / shape))
  }

  private var parameters: ParameterList { ParameterList("pareto", ["scale": scale, "shape": shape]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { scale...Double.infinity }
  var mean: Double { shape > 1 ? scale * shape / (shape - 1) : .infinity }

  var variance: Double {
    shape > 2 ? scale * scale * shape / ((shape - 1) * (shape - 1) * (shape - 2)) : .infinity
  }

  func density(at x: Double) -> Double { gsl_ran_pareto_pdf(x, shape, scale) }
  func cumulative(at x: Double) -> Double { -expm1(shape * log(scale / x)) }
  func quantile(_ p: Double) -> Double { scale * exp(-log1p(-p) / shape) }
  func draw(from stream: RandomStream) -> Double { gsl_ran_pareto(stream.generator, shape, scale) }

  /// Beyond the low end it is as from there, with the same shape.
  func moments(from low: Double, through high: Double) -> Moments? {
    let way = log(high / low)
    // (1 − r^(a − k)) / (a − k) for the ratio r of the ends, which is −log r where k is the shape.
    func part(_ k: Double) -> Double {
      let power = shape - k
      if power == 0 { return way }
      return way == .infinity ? (power > 0 ? 1 / power : .infinity) : -expm1(-power * way) / power
    }
    if part(1) == .infinity { return Moments(mean: .infinity, variance: .infinity) }
    if part(2) == .infinity { return Moments(mean: low * part(1) / part(0), variance: .infinity) }
    return Moments(mass: part(0), first: part(1), second: part(2))
      .map { Moments(mean: low * $0.mean, variance: low * low * $0.variance) }
  }
}

import CGSL
import Glibc

// MARK: - Normal

extension Distribution {
  /// The normal distribution with that mean and standard deviation.
  public static func normal(
    mean: Double, deviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try NormalDistribution(mean: mean, deviation: deviation))
  }
}

struct NormalDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("normal", "mean", "deviation") { (p) throws(InvalidValue) in
      try NormalDistribution(mean: p[0], deviation: p[1])
    }
  ]

  let mean: Double
  let deviation: Double

  init(mean: Double, deviation: Double) throws(InvalidValue) {
    (self.mean, self.deviation) = (mean, deviation)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireSpread("deviation", around: mean)
    try parameters.requireRepresentable([mean - 9 * deviation, mean + 9 * deviation], around: mean, spread: deviation)
  }

  private var parameters: ParameterList { ParameterList("normal", ["mean": mean, "deviation": deviation]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { -Double.infinity...Double.infinity }
  var variance: Double { deviation * deviation }
  func density(at x: Double) -> Double { gsl_ran_gaussian_pdf(x - mean, deviation) }
  func cumulative(at x: Double) -> Double { gsl_cdf_gaussian_P(x - mean, deviation) }
  func quantile(_ p: Double) -> Double { mean + deviation * Self.standardQuantile(p) }

  func draw(from stream: RandomStream) -> Double { mean + gsl_ran_gaussian_ziggurat(stream.generator, deviation) }

  func moments(from low: Double, through high: Double) -> Moments? {
    let (a, b) = ((low - mean) / deviation, (high - mean) / deviation)
    let mass = Self.probability(from: a, to: b)
    let (atLow, atHigh) = (gsl_ran_ugaussian_pdf(a) / mass, gsl_ran_ugaussian_pdf(b) / mass)
    let shift = atLow - atHigh
    let variance = 1 + (atLow > 0 ? a * atLow : 0) - (atHigh > 0 ? b * atHigh : 0) - shift * shift
    return Moments(mean: mean + deviation * shift, variance: deviation * deviation * variance)
  }

  /// The logarithm of ``probability(from:to:)``, however small that is.
  static func logProbability(from a: Double, to b: Double) -> Double {
    if a > 0 { return logProbability(from: -b, to: -a) }
    func logLower(_ z: Double) -> Double {
      if z == -.infinity { return -.infinity }
      if z == .infinity { return 0 }
      return (ScientificLibrary.value { gsl_sf_log_erfc_e(-z / 2.0.squareRoot(), $0) } ?? -.infinity) - log(2.0)
    }
    let high = logLower(b)
    return high + log1p(-exp(logLower(a) - high))
  }

  /// The probability between two values of the normal distribution with mean 0 and deviation 1, by the tail that is near.
  static func probability(from a: Double, to b: Double) -> Double {
    a > 0 ? gsl_cdf_ugaussian_Q(a) - gsl_cdf_ugaussian_Q(b) : gsl_cdf_ugaussian_P(b) - gsl_cdf_ugaussian_P(a)
  }

  /// The quantile of the normal distribution with mean 0 and deviation 1; above one half by the upper tail, since 1 − p
  /// is exact there.
  static func standardQuantile(_ p: Double) -> Double {
    p < 0.5 ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_ugaussian_Qinv(1 - p)
  }
}

// MARK: - Lognormal

extension Distribution {
  /// A value whose logarithm is normal with that mean and standard deviation.
  public static func lognormal(
    logMean: Double, logDeviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try LognormalDistribution(logMean: logMean, logDeviation: logDeviation))
  }

  /// A value whose logarithm is normal, with the mean and standard deviation of the value itself.
  public static func lognormal(
    mean: Double, deviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try LognormalDistribution(mean: mean, deviation: deviation))
  }

  /// The 90 % interval of an estimate: lognormal, 5 % below low and 5 % above high.
  ///
  /// In text `5 to 50`.
  public static func between(
    _ low: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try LognormalDistribution(interval: low, high))
  }
}

struct LognormalDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("lognormal", "logMean", "logDeviation") { (p) throws(InvalidValue) in
      try LognormalDistribution(logMean: p[0], logDeviation: p[1])
    },
    DistributionForm("lognormal", "mean", "deviation") { (p) throws(InvalidValue) in
      try LognormalDistribution(mean: p[0], deviation: p[1])
    },
    DistributionForm("between", "low", "high") { (p) throws(InvalidValue) in
      try LognormalDistribution(interval: p[0], p[1])
    },
  ]

  /// How it was written.
  private enum Form: Hashable {
    case logarithms
    case moments(mean: Double, deviation: Double)
    /// The 5 % and 95 % quantiles.
    case interval(low: Double, high: Double)
  }

  let logMean: Double
  let logDeviation: Double
  private let form: Form

  init(logMean: Double, logDeviation: Double) throws(InvalidValue) {
    (self.logMean, self.logDeviation, form) = (logMean, logDeviation, .logarithms)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireSpread("logDeviation", around: exp(logMean))
    try requireRepresentable()
  }

  init(mean: Double, deviation: Double) throws(InvalidValue) {
    let variation = deviation / mean
    let logVariance = log1p(variation * variation)
    logMean = log(mean) - logVariance / 2
    logDeviation = logVariance.squareRoot()
    form = .moments(mean: mean, deviation: deviation)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("mean")
    try parameters.requireSpread("deviation", around: mean)
    try requireRepresentable()
  }

  init(interval low: Double, _ high: Double) throws(InvalidValue) {
    let quantile = 1.644_853_626_951_472_7  // of the standard normal distribution at 0.95
    logMean = (log(low) + log(high)) / 2
    logDeviation = log(high / low) / (2 * quantile)
    form = .interval(low: low, high: high)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireRange()
    try parameters.requirePositive(
      "low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
    try requireRepresentable()
  }

  private func requireRepresentable() throws(InvalidValue) {
    let reach = 9 * logDeviation
    guard logMean - reach > -708 || !(logMean + reach < 709) else {
      throw parameters.error("its values reach below the least number, 2.2e-308", remedy: "write it in a smaller unit")
    }
    let centre = exp(logMean)
    try parameters.requireRepresentable(
      [exp(logMean - reach), exp(logMean + reach)], around: centre, spread: centre * min(logDeviation, 1))
  }

  private var parameters: ParameterList {
    switch form {
    case .logarithms: ParameterList("lognormal", ["logMean": logMean, "logDeviation": logDeviation])
    case .moments(let mean, let deviation): ParameterList("lognormal", ["mean": mean, "deviation": deviation])
    case .interval(let low, let high): ParameterList("between", ["low": low, "high": high], isLabelled: false)
    }
  }

  var label: String {
    guard case .interval(let low, let high) = form else { return parameters.text }
    return "\(low.shortest) to \(high.shortest)"
  }

  var support: ClosedRange<Double> { 0...Double.infinity }

  var mean: Double {
    if case .moments(let mean, _) = form { return mean }
    return exp(logMean + logDeviation * logDeviation / 2)
  }

  var variance: Double {
    if case .moments(_, let deviation) = form { return deviation * deviation }
    return mean * mean * expm1(logDeviation * logDeviation)
  }

  func density(at x: Double) -> Double { x > 0 ? gsl_ran_lognormal_pdf(x, logMean, logDeviation) : 0 }
  func cumulative(at x: Double) -> Double { x > 0 ? gsl_cdf_lognormal_P(x, logMean, logDeviation) : 0 }
  func quantile(_ p: Double) -> Double { exp(logMean + logDeviation * NormalDistribution.standardQuantile(p)) }

  func draw(from stream: RandomStream) -> Double {
    exp(logMean + gsl_ran_gaussian_ziggurat(stream.generator, logDeviation))
  }

  func moments(from low: Double, through high: Double) -> Moments? {
    let (a, b) = ((log(low) - logMean) / logDeviation, (log(high) - logMean) / logDeviation)
    // The power k of the value moves the normal logarithm by k deviations; in logarithms, since its mean may be beyond a
    // number while the part below the high end is not.
    func part(_ power: Double) -> Double {
      let shift = power * logDeviation
      return exp(
        power * logMean + shift * shift / 2 + NormalDistribution.logProbability(from: a - shift, to: b - shift))
    }
    return Moments(mass: part(0), first: part(1), second: part(2))
  }
}

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
    try parameters.requireFinite()
    try parameters.requirePositive("mean")
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
    try parameters.requireFinite()
    try parameters.requirePositive("scale", "shape")
  }

  private var parameters: ParameterList { ParameterList("weibull", ["scale": scale, "shape": shape]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...Double.infinity }
  var mean: Double { scale * gsl_sf_gamma(1 + 1 / shape) }

  var variance: Double {
    let first = gsl_sf_gamma(1 + 1 / shape)
    return scale * scale * (gsl_sf_gamma(1 + 2 / shape) - first * first)
  }

  func density(at x: Double) -> Double { gsl_ran_weibull_pdf(x, scale, shape) }
  func cumulative(at x: Double) -> Double { gsl_cdf_weibull_P(x, scale, shape) }
  func quantile(_ p: Double) -> Double { scale * pow(-log1p(-p), 1 / shape) }
  func draw(from stream: RandomStream) -> Double { gsl_ran_weibull(stream.generator, scale, shape) }
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
    try parameters.requireFinite()
    try parameters.requirePositive("scale", "shape")
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
}

import CGSL
import Glibc

extension Distribution {
  /// The gamma distribution: mean shape × scale, variance shape × scale².
  public static func gamma(
    shape: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(shape: shape, scale: scale))
  }

  /// A gamma distribution with that mean and coefficient of variation, which is deviation / mean.
  public static func gamma(
    mean: Double, variation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(mean: mean, variation: variation))
  }

  /// The sum of exponential stages that together have that mean; its variance is mean² / stages.
  public static func erlang(
    stages: Int, mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(stages: Double(stages), mean: mean))
  }

  /// The sum of that many squared standard normal numbers; the degrees of freedom need not be whole.
  public static func chiSquared(
    freedom: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(freedom: freedom))
  }
}

struct GammaDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("erlang", "stages", "mean") { (p) throws(InvalidValue) in
      try GammaDistribution(stages: p[0], mean: p[1])
    },
    DistributionForm("gamma", "shape", "scale") { (p) throws(InvalidValue) in
      try GammaDistribution(shape: p[0], scale: p[1])
    },
    DistributionForm("gamma", "mean", "variation") { (p) throws(InvalidValue) in
      try GammaDistribution(mean: p[0], variation: p[1])
    },
    DistributionForm("chiSquared", "freedom") { (p) throws(InvalidValue) in try GammaDistribution(freedom: p[0]) },
  ]

  /// How it was written.
  private enum Form: Hashable {
    case shape
    case variation(mean: Double, variation: Double)
    case erlang(stages: Double, mean: Double)
    case chiSquared(freedom: Double)
  }

  let shape: Double
  let scale: Double
  private let form: Form

  init(shape: Double, scale: Double) throws(InvalidValue) {
    (self.shape, self.scale, form) = (shape, scale, .shape)
    try parameters.requireFinite()
    try parameters.requirePositive("shape", "scale")
  }

  init(mean: Double, variation: Double) throws(InvalidValue) {
    shape = 1 / (variation * variation)
    scale = mean / shape
    form = .variation(mean: mean, variation: variation)
    try parameters.requireFinite()
    try parameters.requirePositive("mean")
    try parameters.requireSpread("variation", around: mean)
  }

  init(stages: Double, mean: Double) throws(InvalidValue) {
    (shape, scale, form) = (stages, mean / stages, .erlang(stages: stages, mean: mean))
    try parameters.requireFinite()
    try parameters.requireCounts("stages", from: 1)
    try parameters.requirePositive("mean")
  }

  init(freedom: Double) throws(InvalidValue) {
    (shape, scale, form) = (freedom / 2, 2, .chiSquared(freedom: freedom))
    try parameters.requireFinite()
    try parameters.requirePositive("freedom")
  }

  private var parameters: ParameterList {
    switch form {
    case .shape: ParameterList("gamma", ["shape": shape, "scale": scale])
    case .variation(let mean, let variation): ParameterList("gamma", ["mean": mean, "variation": variation])
    case .erlang(let stages, let mean): ParameterList("erlang", ["stages": stages, "mean": mean])
    case .chiSquared(let freedom): ParameterList("chiSquared", ["freedom": freedom])
    }
  }

  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...Double.infinity }
  var mean: Double { shape * scale }
  var variance: Double { shape * scale * scale }
  func density(at x: Double) -> Double { gsl_ran_gamma_pdf(x, shape, scale) }
  func cumulative(at x: Double) -> Double { gsl_cdf_gamma_P(x, shape, scale) }
  func quantile(_ p: Double) -> Double { scale * standardQuantile(p) }
  func draw(from stream: RandomStream) -> Double { gsl_ran_gamma(stream.generator, shape, scale) }

  /// The quantile with scale 1; above one half by the upper tail, since 1 − p is exact there.
  private func standardQuantile(_ p: Double) -> Double {
    let bounds = 0...Double.greatestFiniteMagnitude
    if p < 0.5 {
      // Near 0, F(x) is x^a / Γ(a + 1) to within x of it: there the inverse of GSL underflows for small shapes.
      let foot = exp((log(p) + gsl_sf_lngamma(shape + 1)) / shape)
      if foot < 1e-13 { return foot }
      return MonotoneInverse(
        cumulative: { gsl_cdf_gamma_P($0, shape, 1) }, density: { gsl_ran_gamma_pdf($0, shape, 1) }
      )
      .solve(p, guess: gsl_cdf_gamma_Pinv(p, shape, 1), within: bounds)
    }
    return MonotoneInverse(cumulative: { -gsl_cdf_gamma_Q($0, shape, 1) }, density: { gsl_ran_gamma_pdf($0, shape, 1) })
      .solve(p - 1, guess: gsl_cdf_gamma_Qinv(1 - p, shape, 1), within: bounds)
  }
}

import CGSL
import Glibc

extension Distribution {
  /// The beta distribution between 0 and 1 or other bounds; its mean lies alpha / (alpha + beta) of the way.
  public static func beta(
    _ alpha: Double, _ beta: Double, low: Double = 0, high: Double = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try BetaDistribution(alpha, beta, low: low, high: high))
  }

  /// A beta distribution from low to high with mean (low + 4 mode + high) / 6.
  ///
  /// Malcolm, Roseboom, Clark, Fazar 1959; Vose, Risk Analysis, 3rd ed.
  public static func pert(
    _ low: Double, _ mode: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try BetaDistribution(pert: low, mode, high))
  }
}

struct BetaDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("pert", "low", "mode", "high") { (p) throws(InvalidValue) in
      try BetaDistribution(pert: p[0], p[1], p[2])
    },
    DistributionForm("beta", "alpha", "beta", "low", "high", defaults: [0, 1]) { (p) throws(InvalidValue) in
      try BetaDistribution(p[0], p[1], low: p[2], high: p[3])
    },
  ]

  let alpha: Double
  let beta: Double
  let low: Double
  let high: Double
  /// The most likely value, where it was written with one.
  private let mode: Double?

  init(_ alpha: Double, _ beta: Double, low: Double, high: Double) throws(InvalidValue) {
    (self.alpha, self.beta, self.low, self.high, mode) = (alpha, beta, low, high, nil)
    let parameters = ParameterList("beta", ["alpha": alpha, "beta": beta, "low": low, "high": high])
    try parameters.requireFinite()
    try parameters.requirePositive("alpha", "beta")
    try parameters.requireRange()
  }

  init(pert low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) {
    let weight = 4 / (high - low)
    alpha = 1 + weight * (mode - low)
    beta = 1 + weight * (high - mode)
    (self.low, self.high, self.mode) = (low, high, mode)
    let parameters = ParameterList("pert", ["low": low, "mode": mode, "high": high], isLabelled: false)
    try parameters.requireFinite()
    try parameters.requireMode()
  }

  var label: String {
    if let mode { return "pert(\(low.shortest), \(mode.shortest), \(high.shortest))" }
    let shapes = "\(alpha.shortest), \(beta.shortest)"
    return low == 0 && high == 1 ? "beta(\(shapes))" : "beta(\(shapes), low: \(low.shortest), high: \(high.shortest))"
  }

  var support: ClosedRange<Double> { low...high }
  var mean: Double { low + (high - low) * alpha / (alpha + beta) }

  var variance: Double {
    let (width, sum) = (high - low, alpha + beta)
    return width * width * (alpha / sum) * (beta / sum) / (sum + 1)
  }

  func density(at x: Double) -> Double { gsl_ran_beta_pdf(share(of: x), alpha, beta) / (high - low) }
  func cumulative(at x: Double) -> Double { gsl_cdf_beta_P(share(of: x), alpha, beta) }
  func quantile(_ p: Double) -> Double { value(at: standardQuantile(p)) }
  func draw(from stream: RandomStream) -> Double { value(at: gsl_ran_beta(stream.generator, alpha, beta)) }

  /// The value at a share of the way from the low end to the high end.
  private func value(at share: Double) -> Double { min(low + (high - low) * share, high) }

  /// The share of the way from the low end to the high end at which a value lies.
  private func share(of value: Double) -> Double { min(max((value - low) / (high - low), 0), 1) }

  /// The quantile on 0...1; above one half by the upper tail, since 1 − p is exact there.
  private func standardQuantile(_ p: Double) -> Double {
    if p < 0.5 {
      // Near 0, F(x) is x^a / (a B(a, b)) to within a few x of it.
      let foot = exp((log(p * alpha) + gsl_sf_lnbeta(alpha, beta)) / alpha)
      if foot * max(1, beta) < 1e-13 { return foot }
      return MonotoneInverse(
        cumulative: { gsl_cdf_beta_P($0, alpha, beta) }, density: { gsl_ran_beta_pdf($0, alpha, beta) }
      ).solve(p, guess: gsl_cdf_beta_Pinv(p, alpha, beta), within: 0...1)
    }
    return MonotoneInverse(
      cumulative: { -gsl_cdf_beta_Q($0, alpha, beta) }, density: { gsl_ran_beta_pdf($0, alpha, beta) }
    ).solve(p - 1, guess: gsl_cdf_beta_Qinv(1 - p, alpha, beta), within: 0...1)
  }
}

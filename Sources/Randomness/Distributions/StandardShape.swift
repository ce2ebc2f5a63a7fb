import CGSL

/// A distribution around 0 with scale 1, moved and stretched by a location and a scale.
@usableFromInline
enum StandardShape: Sendable, Hashable {
  case studentT(freedom: Double)
  case cauchy
  case laplace
  case logistic
  case gumbel

  func draw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double {
    switch self {
    case .studentT(let freedom): gsl_ran_tdist(generator, freedom)
    case .cauchy: gsl_ran_cauchy(generator, 1)
    case .laplace: gsl_ran_laplace(generator, 1)
    case .logistic: gsl_ran_logistic(generator, 1)
    case .gumbel: gsl_ran_gumbel1(generator, 1, 1)
    }
  }

  func density(_ x: Double) -> Double {
    switch self {
    case .studentT(let freedom): gsl_ran_tdist_pdf(x, freedom)
    case .cauchy: gsl_ran_cauchy_pdf(x, 1)
    case .laplace: gsl_ran_laplace_pdf(x, 1)
    case .logistic: gsl_ran_logistic_pdf(x, 1)
    case .gumbel: gsl_ran_gumbel1_pdf(x, 1, 1)
    }
  }

  func cumulative(_ x: Double) -> Double {
    switch self {
    case .studentT(let freedom): gsl_cdf_tdist_P(x, freedom)
    case .cauchy: gsl_cdf_cauchy_P(x, 1)
    case .laplace: gsl_cdf_laplace_P(x, 1)
    case .logistic: gsl_cdf_logistic_P(x, 1)
    case .gumbel: gsl_cdf_gumbel1_P(x, 1, 1)
    }
  }

  /// The quantile, by the upper tail above one half, where 1 − p is exact.
  func quantile(_ p: Double) -> Double {
    switch self {
    case .studentT(let freedom):
      // Symmetric: the smaller tail is found and mirrored.
      let tail = min(p, 1 - p)
      let x = MonotoneInverse(cumulative: { gsl_cdf_tdist_P($0, freedom) }, density: { gsl_ran_tdist_pdf($0, freedom) })
        .solve(tail, guess: gsl_cdf_tdist_Pinv(tail, freedom), within: -.greatestFiniteMagnitude...0)
      return p < 0.5 ? x : -x
    case .cauchy: return p < 0.5 ? gsl_cdf_cauchy_Pinv(p, 1) : gsl_cdf_cauchy_Qinv(1 - p, 1)
    case .laplace: return p < 0.5 ? gsl_cdf_laplace_Pinv(p, 1) : gsl_cdf_laplace_Qinv(1 - p, 1)
    case .logistic: return p < 0.5 ? gsl_cdf_logistic_Pinv(p, 1) : gsl_cdf_logistic_Qinv(1 - p, 1)
    case .gumbel: return p < 0.5 ? gsl_cdf_gumbel1_Pinv(p, 1, 1) : gsl_cdf_gumbel1_Qinv(1 - p, 1, 1)
    }
  }

  /// The mean, or not a number where there is none.
  var mean: Double {
    switch self {
    case .studentT(let freedom): freedom > 1 ? 0 : .nan
    case .cauchy: .nan
    case .laplace, .logistic: 0
    case .gumbel: 0.577_215_664_901_532_860_6  // Euler's constant
    }
  }

  /// The variance, infinite or not a number where there is none.
  var variance: Double {
    switch self {
    case .studentT(let freedom): freedom > 2 ? freedom / (freedom - 2) : freedom > 1 ? .infinity : .nan
    case .cauchy: .nan
    case .laplace: 2
    case .logistic: .pi * .pi / 3
    case .gumbel: .pi * .pi / 6
    }
  }
}

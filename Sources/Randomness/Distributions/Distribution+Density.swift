import CGSL
import Glibc

extension Distribution {
  /// The probability density at x, per unit of x; of a discrete distribution, the probability of x.
  ///
  /// Where a distribution that is not discrete gives one value a probability of its own (a mixture with a constant, a
  /// quantile table with a step), the density there is infinite.
  public func density(at x: Double) -> Double {
    if x.isNaN { return .nan }
    guard support.contains(x) else { return 0 }
    switch family {
    case .constant:
      return 1
    case .uniform(let low, let high):
      return 1 / (high - low)
    case .logUniform(let low, let high):
      return 1 / (x * log(high / low))
    case .normal(let mean, let deviation):
      return gsl_ran_gaussian_pdf(x - mean, deviation)
    case .lognormal(let lognormal):
      return x > 0 ? gsl_ran_lognormal_pdf(x, lognormal.logMean, lognormal.logDeviation) : 0
    case .triangular(let low, let mode, let high):
      let slope = x < mode ? (x - low) / (mode - low) : x > mode ? (high - x) / (high - mode) : 1
      return 2 * slope / (high - low)
    case .exponential(let mean):
      return gsl_ran_exponential_pdf(x, mean)
    case .gamma(let gamma):
      return gsl_ran_gamma_pdf(x, gamma.shape, gamma.scale)
    case .beta(let beta):
      return gsl_ran_beta_pdf(beta.place(of: x), beta.alpha, beta.beta) / (beta.high - beta.low)
    case .weibull(let scale, let shape):
      return gsl_ran_weibull_pdf(x, scale, shape)
    case .pareto(let scale, let shape):
      return gsl_ran_pareto_pdf(x, shape, scale)
    case .standard(let shape, let location, let scale):
      return shape.density((x - location) / scale) / scale
    case .counting(let counting):
      return counting.mass(x)
    case .discrete(let table):
      return table.mass(x)
    case .empirical(let table):
      return table.density(x)
    case .truncated(let truncation):
      return truncation.base.density(at: x) / truncation.mass
    case .mixture(let mixture):
      if !isDiscrete, mass(at: x) > 0 { return .infinity }
      return mixture.average { isDiscrete || !$0.isDiscrete ? $0.density(at: x) : 0 }
    }
  }

  /// The probability of exactly x.
  func mass(at x: Double) -> Double {
    switch family {
    case .constant, .counting, .discrete: density(at: x)
    case .empirical(let table): table.mass(x)
    case .truncated(let truncation): support.contains(x) ? truncation.base.mass(at: x) / truncation.mass : 0
    case .mixture(let mixture): mixture.average { $0.mass(at: x) }
    default: 0
    }
  }
}

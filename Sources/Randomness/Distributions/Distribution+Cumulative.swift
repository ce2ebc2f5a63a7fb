import CGSL
import Glibc

extension Distribution {
  /// The probability of at most x.
  ///
  /// To 1e-12; GSL's gamma functions, which Poisson counts use too, lose digits with their shape: to 1e-8 at a million.
  public func cumulative(at x: Double) -> Double {
    if x.isNaN { return .nan }
    let support = support
    if x < support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    switch family {
    case .constant:
      return 1
    case .uniform(let low, let high):
      return (x - low) / (high - low)
    case .logUniform(let low, let high):
      return log(x / low) / log(high / low)
    case .normal(let mean, let deviation):
      return gsl_cdf_gaussian_P(x - mean, deviation)
    case .lognormal(let lognormal):
      return x > 0 ? gsl_cdf_lognormal_P(x, lognormal.logMean, lognormal.logDeviation) : 0
    case .triangular(let low, let mode, let high):
      return x < mode
        ? (x - low) / (high - low) * ((x - low) / (mode - low))
        : 1 - (high - x) / (high - low) * ((high - x) / (high - mode))
    case .exponential(let mean):
      return gsl_cdf_exponential_P(x, mean)
    case .gamma(let gamma):
      return gsl_cdf_gamma_P(x, gamma.shape, gamma.scale)
    case .beta(let beta):
      return gsl_cdf_beta_P(beta.place(of: x), beta.alpha, beta.beta)
    case .weibull(let scale, let shape):
      return gsl_cdf_weibull_P(x, scale, shape)
    case .pareto(let scale, let shape):
      return -expm1(shape * log(scale / x))
    case .standard(let shape, let location, let scale):
      return shape.cumulative((x - location) / scale)
    case .counting(let counting):
      return counting.cumulative(x)
    case .discrete(let table):
      return table.cumulative(x)
    case .empirical(let table):
      return table.cumulative(x)
    case .truncated(let truncation):
      return (truncation.base.cumulative(at: x) - truncation.below) / truncation.mass
    case .mixture(let mixture):
      return min(mixture.average { $0.cumulative(at: x) }, 1)
    }
  }

  /// The probability of less than x.
  func cumulative(below x: Double) -> Double { max(cumulative(at: x) - mass(at: x), 0) }
}

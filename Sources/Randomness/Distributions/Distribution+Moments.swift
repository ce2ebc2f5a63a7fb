import CGSL
import Glibc

extension Distribution {
  /// The mean: infinite where it diverges, not a number where there is none.
  ///
  /// Of a truncated distribution by quadrature, to 1e-9; of truncated counts that are more than 100 000 apart, to 1e-5.
  public var mean: Double {
    switch family {
    case .constant(let value):
      return value
    case .uniform(let low, let high):
      return (low + high) / 2
    case .logUniform(let low, let high):
      return (high - low) / log(high / low)
    case .normal(let mean, _):
      return mean
    case .lognormal(let lognormal):
      if case .moments(let mean, _) = lognormal.form { return mean }
      return exp(lognormal.logMean + lognormal.logDeviation * lognormal.logDeviation / 2)
    case .triangular(let low, let mode, let high):
      return (low + mode + high) / 3
    case .exponential(let mean):
      return mean
    case .gamma(let gamma):
      return gamma.shape * gamma.scale
    case .beta(let beta):
      return beta.low + (beta.high - beta.low) * beta.alpha / (beta.alpha + beta.beta)
    case .weibull(let scale, let shape):
      return scale * gsl_sf_gamma(1 + 1 / shape)
    case .pareto(let scale, let shape):
      return shape > 1 ? scale * shape / (shape - 1) : .infinity
    case .standard(let shape, let location, let scale):
      return location + scale * shape.mean
    case .counting(let counting):
      return counting.mean
    case .discrete(let table):
      return table.average { $0 }
    case .empirical(let table):
      return table.mean
    case .truncated(let truncation):
      return truncation.moments.mean
    case .mixture(let mixture):
      return mixture.average(\.mean)
    }
  }

  /// The variance, in the square of the unit: infinite where it diverges, not a number where there is none.
  ///
  /// Of a truncated distribution by quadrature, to 1e-9; of truncated counts that are more than 100 000 apart, to 1e-5.
  public var variance: Double {
    switch family {
    case .constant:
      return 0
    case .uniform(let low, let high):
      return (high - low) * (high - low) / 12
    case .logUniform(let low, let high):
      return (high - low) * (high + low) / (2 * log(high / low)) - mean * mean
    case .normal(_, let deviation):
      return deviation * deviation
    case .lognormal(let lognormal):
      if case .moments(_, let deviation) = lognormal.form { return deviation * deviation }
      return mean * mean * expm1(lognormal.logDeviation * lognormal.logDeviation)
    case .triangular(let low, let mode, let high):
      let (left, right) = (mode - low, high - mode)
      return (left * left + left * right + right * right) / 18
    case .exponential(let mean):
      return mean * mean
    case .gamma(let gamma):
      return gamma.shape * gamma.scale * gamma.scale
    case .beta(let beta):
      let (width, sum) = (beta.high - beta.low, beta.alpha + beta.beta)
      return width * width * (beta.alpha / sum) * (beta.beta / sum) / (sum + 1)
    case .weibull(let scale, let shape):
      let first = gsl_sf_gamma(1 + 1 / shape)
      return scale * scale * (gsl_sf_gamma(1 + 2 / shape) - first * first)
    case .pareto(let scale, let shape):
      return shape > 2 ? scale * scale * shape / ((shape - 1) * (shape - 1) * (shape - 2)) : .infinity
    case .standard(let shape, _, let scale):
      return scale * scale * shape.variance
    case .counting(let counting):
      return counting.variance
    case .discrete(let table):
      let mean = mean
      return table.average { ($0 - mean) * ($0 - mean) }
    case .empirical(let table):
      return table.variance
    case .truncated(let truncation):
      return truncation.moments.variance
    case .mixture(let mixture):
      let mean = mean
      return mixture.average { $0.variance + ($0.mean - mean) * ($0.mean - mean) }
    }
  }
}

extension Distribution.Truncation {
  typealias Moments = (mean: Double, variance: Double)

  /// Mean and variance, infinite or not a number where the tail that is left has none.
  var moments: Moments {
    if case .mixture(let mixture) = base.family { return moments(of: mixture) }
    if first == last { return (first, 0) }
    if first.isInfinite || last.isInfinite {
      guard base.mean.isFinite else { return (base.mean.isNaN && first == -last ? .nan : first + last, .nan) }
      guard base.variance.isFinite else { return (average { $0 }, .infinity) }
    }
    let mean = average { $0 }
    return (mean, average { ($0 - mean) * ($0 - mean) })
  }

  /// Each part is truncated by itself, so that no step between parts is integrated over.
  private func moments(of mixture: Distribution.Mixture) -> Moments {
    let parts = mixture.components.compactMap { component -> (weight: Double, moments: Moments)? in
      let part = Distribution.Truncation(base: component.distribution, low: low, high: high)
      return part.mass > 0 ? (component.probability * part.mass, part.moments) : nil
    }
    let total = parts.reduce(0) { $0 + $1.weight }
    let mean = parts.reduce(0) { $0 + $1.weight * $1.moments.mean } / total
    let variance = parts.reduce(0) { sum, part in
      let distance = part.moments.mean - mean
      return sum + part.weight * (part.moments.variance + distance * distance)
    }
    return (mean, variance / total)
  }

  /// The widest range of counts that is summed over; a wider one is taken for continuous.
  private static let longestSum = 1e5

  /// The mean of a number over the values within the bounds.
  private func average(_ number: (Double) -> Double) -> Double {
    let end = min(last, base.quantile(min(upTo, 1 - 1e-15)))
    guard base.isDiscrete, end - first < Self.longestSum else {
      // Over the probabilities of the base, which are finite whatever its tails.
      let accuracy = base.isDiscrete ? 1e-6 : 1e-11
      return integral(from: below, to: upTo, accuracy: accuracy) { number(base.quantile($0)) } / mass
    }
    var sum = 0.0
    var value = first
    while value <= end {
      sum += base.mass(at: value) * number(value)
      value = base.step(from: value.nextUp)
    }
    return sum / mass
  }

  /// Adaptive quadrature that allows for an infinite value at an end; GSL's QAGS.
  private func integral(
    from low: Double, to high: Double, accuracy: Double, of integrand: (Double) -> Double
  ) -> Double {
    withoutActuallyEscaping(integrand) { integrand in
      withUnsafePointer(to: integrand) { pointer in
        let intervals = 500
        let workspace = gsl_integration_workspace_alloc(intervals)
        defer { gsl_integration_workspace_free(workspace) }
        var function = gsl_function(
          function: { p, pointer in
            pointer?.assumingMemoryBound(to: ((Double) -> Double).self).pointee(p) ?? .nan
          }, params: UnsafeMutableRawPointer(mutating: pointer))
        var result = 0.0
        var error = 0.0
        gsl_integration_qags(&function, low, high, 0, accuracy, intervals, workspace, &result, &error)
        return result
      }
    }
  }
}

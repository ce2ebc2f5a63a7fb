import CGSL
import Glibc

/// The distribution of the change of a price: of the logarithm of the price then over the price now.
///
/// ```swift
/// let change = PriceOutlook.gpuRent.change(after: 2)
/// exp(change.quantile(0.9))  // one price in ten lies above that multiple of today's
/// ```
/// It is a mixture of normal distributions. A component without deviation is a probability of one value: a list price
/// that has not changed.
public struct LogChange: Sendable, Hashable {
  struct Component: Sendable, Hashable {
    let weight: Double
    let mean: Double
    let deviation: Double
  }

  /// Their weights add up to 1.
  let components: [Component]

  init(_ components: [Component]) { self.components = components }

  /// One normal distribution.
  package init(mean: Double, deviation: Double) {
    components = [Component(weight: 1, mean: mean, deviation: deviation)]
  }

  /// Normal distributions of equal probability.
  package init(evenly parts: [(mean: Double, deviation: Double)]) {
    components = parts.map { Component(weight: 1 / Double(parts.count), mean: $0.mean, deviation: $0.deviation) }
  }

  /// The mean of the logarithm.
  public var mean: Double { components.reduce(0) { $0 + $1.weight * $1.mean } }

  /// The standard deviation of the logarithm.
  public var standardDeviation: Double {
    let mean = mean
    let square = components.reduce(0) { sum, part in
      sum + part.weight * (part.deviation * part.deviation + (part.mean - mean) * (part.mean - mean))
    }
    return square.squareRoot()
  }

  /// The probability that the price is what it is now.
  public var unchanged: Double { mass(at: 0) }

  /// The probability of exactly that change.
  func mass(at change: Double) -> Double {
    components.reduce(0) { $1.deviation == 0 && $1.mean == change ? $0 + $1.weight : $0 }
  }

  /// The probability of at most that change of the logarithm.
  public func cumulative(at change: Double) -> Double {
    components.reduce(0) { sum, part in
      guard part.deviation > 0 else { return change >= part.mean ? sum + part.weight : sum }
      return sum + part.weight * gsl_cdf_ugaussian_P((change - part.mean) / part.deviation)
    }
  }

  /// The probability of less than that change of the logarithm.
  package func cumulative(below change: Double) -> Double { max(cumulative(at: change) - mass(at: change), 0) }

  /// The least change of the logarithm that is not exceeded with probability p.
  ///
  /// - `p`: between 0 and 1.
  public func quantile(_ p: Double) -> Double { quantiles([p])[0] }

  /// The quantiles at probabilities in rising order.
  package func quantiles(_ probabilities: [Double]) -> [Double] {
    if let only = components.first, components.count == 1 {
      return probabilities.map { only.mean + only.deviation * gsl_cdf_ugaussian_Pinv($0) }
    }
    let reach = components.reduce((low: Double.infinity, high: -Double.infinity)) { reach, part in
      (min(reach.low, part.mean - 10 * part.deviation), max(reach.high, part.mean + 10 * part.deviation))
    }
    let steps = Set(components.filter { $0.deviation == 0 }.map(\.mean)).sorted()
    let atSteps = steps.map { (value: $0, below: cumulative(below: $0), through: cumulative(at: $0)) }
    var low = reach.low - 1e-9
    return probabilities.map { p in
      // A value with a probability of its own is met exactly.
      if let step = atSteps.first(where: { $0.below < p && p <= $0.through }) {
        low = max(low, step.value.nextDown)
        return step.value
      }
      var (left, right) = (low, reach.high + 1e-9)
      while right - left > 1e-12 * max(1, abs(left)) {
        let middle = left + (right - left) / 2
        if cumulative(at: middle) >= p { right = middle } else { left = middle }
      }
      low = left
      return right
    }
  }
}

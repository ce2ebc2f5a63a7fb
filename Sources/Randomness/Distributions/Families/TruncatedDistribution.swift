import CGSL

extension Distribution {
  /// A distribution truncated to a closed range that has at least 1 % of its probability.
  ///
  /// An end may be infinite: `0 ... .infinity`.
  public static func truncated(
    _ distribution: Distribution, to range: ClosedRange<Double>, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try TruncatedDistribution(distribution, range.lowerBound, range.upperBound))
  }
}

/// A distribution given that it falls between two bounds, both included.
struct TruncatedDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("truncated", composed: "truncated(distribution, low, high)", "low", "high") {
      (p) throws(InvalidValue) in
      try TruncatedDistribution(p.0, p.1[0], p.1[1])
    }
  ]

  /// The least mass that a truncation may leave: below it the bounds are more likely a slip than meant.
  private static let leastMass = 0.01

  private let base: Distribution
  /// The bounds as they were written.
  private let low: Double
  private let high: Double
  /// The least and the greatest value of the base within them.
  private let first: Double
  private let last: Double
  /// The probability that the base lies below the first, and that it lies at most at the last.
  private let below: Double
  private let upTo: Double

  init(_ base: Distribution, _ low: Double, _ high: Double) throws(InvalidValue) {
    let label = Self.label(base, low, high)
    guard !low.isNaN, !high.isNaN else { throw InvalidValue(label, "a bound is not a number") }
    guard low < high else {
      throw InvalidValue(
        label, "the low end \(low.shortest) is not below the high end \(high.shortest)",
        remedy: low > high ? "swap them: truncated(\(base), \(high.shortest), \(low.shortest))" : nil)
    }
    if let inner = base.family as? TruncatedDistribution {
      self = try TruncatedDistribution(inner.base, max(low, inner.low), min(high, inner.high))
      return
    }
    self.init(unchecked: base, low, high)
    guard mass >= Self.leastMass else {
      throw InvalidValue(
        label,
        mass <= 0
          ? "nothing of \(base) lies between \(low.shortest) and \(high.shortest)"
          : "only \((mass * 100).shortest) % of \(base) lies between \(low.shortest) and \(high.shortest); "
            + "at least 1 % was expected",
        remedy: "half of it lies below \(base.quantile(0.5).shortest): check the bounds")
    }
  }

  /// Of any mass, or none.
  private init(unchecked base: Distribution, _ low: Double, _ high: Double) {
    self.base = base
    self.low = low
    self.high = high
    let support = base.support
    first = base.isDiscrete ? base.family.step(from: low) : max(low, support.lowerBound)
    last = base.isDiscrete ? base.family.step(upTo: high) : min(high, support.upperBound)
    below = base.cumulative(below: first)
    upTo = base.cumulative(at: last)
  }

  /// The probability of the base within the bounds.
  private var mass: Double { first <= last ? upTo - below : 0 }

  private static func label(_ base: Distribution, _ low: Double, _ high: Double) -> String {
    "truncated(\(base), \(low.shortest), \(high.shortest))"
  }

  var label: String { Self.label(base, low, high) }
  var support: ClosedRange<Double> { first...last }
  var mean: Double { moments.mean }
  var variance: Double { moments.variance }
  func density(at x: Double) -> Double { base.density(at: x) / mass }
  func cumulative(at x: Double) -> Double { (base.cumulative(at: x) - below) / mass }
  func quantile(_ p: Double) -> Double { max(first, min(base.quantile(min(below + p * mass, upTo)), last)) }

  var isDiscrete: Bool { base.isDiscrete }
  func mass(at x: Double) -> Double { support.contains(x) ? base.family.mass(at: x) / mass : 0 }

  func step(upTo x: Double) -> Double {
    let found = base.family.step(upTo: min(x, last))
    return found >= first ? found : -.infinity
  }

  func step(from x: Double) -> Double {
    let found = base.family.step(from: max(x, first))
    return found <= last ? found : .infinity
  }

  // MARK: - Moments

  private typealias Moments = (mean: Double, variance: Double)

  /// Mean and variance, infinite or not a number where the tail that is left has none.
  private var moments: Moments {
    if let mixture = base.family as? MixtureDistribution { return moments(of: mixture) }
    if first == last { return (first, 0) }
    if first.isInfinite || last.isInfinite {
      guard base.mean.isFinite else { return (base.mean.isNaN && first == -last ? .nan : first + last, .nan) }
      guard base.variance.isFinite else { return (average { $0 }, .infinity) }
    }
    let mean = average { $0 }
    return (mean, average { ($0 - mean) * ($0 - mean) })
  }

  /// Each part is truncated by itself, so that no step between parts is integrated over.
  private func moments(of mixture: MixtureDistribution) -> Moments {
    let parts = mixture.components.compactMap { component -> (weight: Double, moments: Moments)? in
      let part = TruncatedDistribution(unchecked: component.distribution, low, high)
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
      sum += base.family.mass(at: value) * number(value)
      value = base.family.step(from: value.nextUp)
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

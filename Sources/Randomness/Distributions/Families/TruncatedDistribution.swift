import Glibc

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
    try DistributionForm.requireDepth(base.family.depth, of: "truncated")
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
  func quantile(_ p: Double) -> Double {
    // Rounding must not make a probability certain, whose quantile may be infinite.
    max(first, min(base.quantile(min(below + p * mass, upTo, last == .infinity ? 1.0.nextDown : 1)), last))
  }

  var depth: Int { 1 + base.family.depth }

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

  /// Mean and variance, infinite or not a number where the tail that is left has none.
  private var moments: Moments {
    if let mixture = base.family as? MixtureDistribution { return moments(of: mixture) }
    if first == last { return Moments(mean: first, variance: 0) }
    if isDiscrete { return momentsOfCounts }
    if first.isInfinite || last.isInfinite, !base.mean.isFinite {
      // Of a mean that there is not, one heavy tail that is left makes an infinite one.
      if base.mean.isNaN, first == -last { return Moments(mean: .nan, variance: .nan) }
      return Moments(mean: first.isInfinite ? first : last, variance: .infinity)
    }
    if let closed = base.family.moments(from: first, through: last) { return closed }
    let (middle, spread) = (quantile(0.5), quantile(0.75) - quantile(0.25))
    return DensityMoments.between(first, last, of: base, middle: middle, spread: spread) ?? momentsByQuantiles
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
    return Moments(mean: mean, variance: mean.isInfinite ? .infinity : variance / total)
  }

  /// The widest range of counts that is summed over.
  private static let longestSum = 1e6

  private var momentsOfCounts: Moments {
    // What lies beyond adds nothing to either.
    let reach = 50 * base.variance.squareRoot()
    let from = max(first, reach < .infinity ? base.family.step(from: base.mean - reach) : first)
    let to = min(last, base.quantile(1 - 0x1p-53), reach < .infinity ? base.mean + reach : last)
    guard to - from < Self.longestSum else {
      return base.family.moments(from: first, through: last) ?? momentsByQuantiles
    }
    var (sum, mean, squares) = (0.0, 0.0, 0.0)
    var value = from
    while value <= to {
      // West's recursion, in which nothing cancels.
      let mass = base.family.mass(at: value)
      if mass > 0 {
        sum += mass
        let distance = value - mean
        mean += distance * (mass / sum)
        squares += mass * distance * (value - mean)
      }
      value = base.family.step(from: value.nextUp)
    }
    return sum > 0 ? Moments(mean: mean, variance: squares / sum) : Moments(mean: .nan, variance: .nan)
  }

  /// From the quantiles in the middle of parts, which are as fine in the far tails: to some 1e-4, and never negative.
  ///
  /// For so many counts that they are next to continuous, and densities that are too narrow for their numbers.
  private var momentsByQuantiles: Moments {
    var (sum, mean, squares) = (0.0, 0.0, 0.0)
    func add(_ p: Double, _ weight: Double) {
      let value = quantile(p)
      sum += weight
      let distance = value - mean
      mean += distance * (weight / sum)
      squares += weight * distance * (value - mean)
    }
    let count = 2_000
    // In the logarithm of the nearer tail, so that the far tails have their parts.
    let step = log(2.0) * 53 / Double(count)
    for part in 0..<count {
      let (near, far) = (0.5 * exp(-step * Double(part + 1)), 0.5 * exp(-step * Double(part)))
      let middle = (near * far).squareRoot()
      add(middle, far - near)
      add(1 - middle, far - near)
    }
    return Moments(mean: mean, variance: squares / sum)
  }
}

/// Moments of a density by adaptive quadrature, for what has no closed form or one that cancels.
private enum DensityMoments {
  /// Mean and variance between two values; `nil` where they are not found to a millionth.
  ///
  /// The value is middle + spread · sinh y, so that heavy tails are short. GSL's QAG with 61 points.
  static func between(
    _ low: Double, _ high: Double, of base: Distribution, middle: Double, spread: Double
  ) -> Moments? {
    func place(_ x: Double) -> Double { max(min(asinh((x - middle) / spread), 690), -690) }
    let (start, end) = (place(low), place(high))
    let cuts = [-40, -10, -5, -2, -0.5, 0.5, 2, 5, 10, 40].filter { $0 > start && $0 < end }
    let ends = [start] + cuts + [end]
    var sums = [0.0, 0.0, 0.0]
    var errors = [0.0, 0.0, 0.0]
    for (from, to) in zip(ends, ends.dropFirst()) {
      for power in 0..<3 {
        let part = Quadrature.integral(from: from, to: to) { y in
          let distance = sinh(y)
          let density = base.density(at: middle + spread * distance) * spread * cosh(y)
          return density > 0 ? density * pow(distance, Double(power)) : 0
        }
        sums[power] += part.value
        errors[power] += part.error
      }
    }
    let (mean, square) = (sums[1] / sums[0], sums[2] / sums[0])
    let variance = square - mean * mean
    guard sums[0] > 0, variance > 0, errors[0] < 1e-6 * sums[0], errors[2] < 1e-6 * variance * sums[0] else {
      return nil
    }
    return Moments(mean: middle + spread * mean, variance: spread * spread * variance)
  }
}

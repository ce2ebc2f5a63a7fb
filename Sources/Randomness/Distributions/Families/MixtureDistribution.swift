extension Distribution {
  /// A mixture of distributions with weights: `.mixture([(0.3, 0), (0.7, .between(5, 50))])`.
  public static func mixture(
    _ weighted: [(weight: Double, distribution: Distribution)], file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try MixtureDistribution(weighted))
  }
}

/// Distributions of which one is picked, each with the probability of its weight.
struct MixtureDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("mixture", parts: "mixture(weight: distribution, …)") { (parts) throws(InvalidValue) in
      try MixtureDistribution(parts.map { ($0, $1) })
    }
  ]

  struct Component: Hashable {
    let weight: Double
    let probability: Double
    let distribution: Distribution
  }

  let components: [Component]

  init(_ weighted: [(weight: Double, distribution: Distribution)]) throws(InvalidValue) {
    try DistributionForm.requireDepth(weighted.map(\.distribution.family.depth).max() ?? 0, of: "mixture")
    try WeightedList.require(
      weighted.map { ($0.weight, $0.distribution.description) }, of: Self.label(weighted))
    let meant = weighted.filter { $0.weight > 0 }
    let total = meant.reduce(0) { $0 + $1.weight }
    components = meant.map {
      Component(weight: $0.weight, probability: $0.weight / total, distribution: $0.distribution)
    }
  }

  private static func label(_ weighted: [(weight: Double, distribution: Distribution)]) -> String {
    WeightedList.text("mixture", weighted.map { ($0.weight.shortest, $0.distribution.description) })
  }

  var label: String { Self.label(components.map { ($0.weight, $0.distribution) }) }

  /// The mean over the components of one number of each, which may be infinite of those that have a probability.
  private func average(_ number: (Distribution) -> Double) -> Double {
    components.reduce(0) { $1.probability > 0 ? $0 + $1.probability * number($1.distribution) : $0 }
  }

  var support: ClosedRange<Double> {
    let supports = components.map(\.distribution.support)
    let low = supports.reduce(.infinity) { min($0, $1.lowerBound) }
    return low...supports.reduce(low) { max($0, $1.upperBound) }
  }

  var mean: Double { average(\.mean) }

  var variance: Double {
    let mean = mean
    if mean.isInfinite { return .infinity }
    return average { $0.variance + ($0.mean - mean) * ($0.mean - mean) }
  }

  func density(at x: Double) -> Double {
    if !isDiscrete, mass(at: x) > 0 { return .infinity }
    return average { isDiscrete || !$0.isDiscrete ? $0.density(at: x) : 0 }
  }

  func cumulative(at x: Double) -> Double { min(average { $0.cumulative(at: x) }, 1) }

  /// The quantile of the whole lies between those of the parts.
  func quantile(_ p: Double) -> Double {
    let support = support
    func reached(_ x: Double) -> Double {
      x < support.lowerBound ? 0 : x >= support.upperBound ? 1 : cumulative(at: x)
    }
    let quantiles = components.map { $0.distribution.quantile(p) }
    var low = quantiles.reduce(.infinity, min)
    var high = quantiles.reduce(-.infinity, max)
    let enough = p - Probability.slack(at: p)
    if low == high || reached(low) >= enough { return low }
    // First the values with a probability of their own, at which the cumulative function steps over p.
    var step = step(upTo: high)
    while step > low {
      if reached(step) < enough {
        low = step
        break
      }
      if max(reached(step) - mass(at: step), 0) < enough { return step }
      high = step.nextDown
      let middle = low + (high - low) / 2
      if reached(middle) < enough { low = middle } else { high = middle }
      step = self.step(upTo: high)
    }
    if isDiscrete || low >= high { return high }
    return MonotoneInverse(cumulative: reached).chandrupatla(p, low, high)
  }

  var depth: Int { 1 + (components.map(\.distribution.family.depth).max() ?? 0) }

  func draw(from stream: RandomStream) -> Double {
    var rest = stream.uniform()
    for component in components {
      rest -= component.probability
      if rest < 0 { return component.distribution.draw(from: stream) }
    }
    return components[components.count - 1].distribution.draw(from: stream)
  }

  var isDiscrete: Bool { components.allSatisfy(\.distribution.isDiscrete) }

  func mass(at x: Double) -> Double { average { $0.family.mass(at: x) } }

  func step(upTo x: Double) -> Double {
    components.reduce(-.infinity) { max($0, $1.distribution.family.step(upTo: x)) }
  }

  func step(from x: Double) -> Double {
    components.reduce(.infinity) { min($0, $1.distribution.family.step(from: x)) }
  }
}

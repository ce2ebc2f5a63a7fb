extension Distribution {
  /// The least and the greatest value, infinite where there is no bound.
  public var support: ClosedRange<Double> {
    switch family {
    case .constant(let value): return value...value
    case .uniform(let low, let high), .logUniform(let low, let high), .triangular(let low, _, let high):
      return low...high
    case .normal, .standard: return -Double.infinity...Double.infinity
    case .lognormal, .exponential, .gamma, .weibull: return 0...Double.infinity
    case .beta(let beta): return beta.low...beta.high
    case .pareto(let scale, _): return scale...Double.infinity
    case .counting(let counting): return counting.support
    case .discrete(let table): return table.values[0]...table.values[table.values.count - 1]
    case .empirical(let table): return table.values[0]...table.values[table.values.count - 1]
    case .truncated(let truncation): return truncation.first...truncation.last
    case .mixture(let mixture):
      let supports = mixture.components.map(\.distribution.support)
      let low = supports.reduce(.infinity) { min($0, $1.lowerBound) }
      return low...supports.reduce(low) { max($0, $1.upperBound) }
    }
  }

  /// Whether every value has a probability of its own, so that ``density(at:)`` is one.
  ///
  /// A mixture is discrete when all its parts are.
  public var isDiscrete: Bool {
    switch family {
    case .constant, .counting, .discrete: true
    case .truncated(let truncation): truncation.base.isDiscrete
    case .mixture(let mixture): mixture.components.allSatisfy(\.distribution.isDiscrete)
    default: false
    }
  }

  /// The greatest value up to x that has a probability of its own; −∞ where there is none.
  func step(upTo x: Double) -> Double {
    switch family {
    case .constant(let value):
      return value <= x ? value : -.infinity
    case .counting(let counting):
      let last = min(x.rounded(.down), counting.support.upperBound)
      return last >= counting.support.lowerBound ? last : -.infinity
    case .discrete(let table):
      let count = table.values.sortedCount { $0 <= x }
      return count > 0 ? table.values[count - 1] : -.infinity
    case .empirical(let table):
      return table.step(upTo: x)
    case .truncated(let truncation):
      let last = truncation.base.step(upTo: min(x, truncation.last))
      return last >= truncation.first ? last : -.infinity
    case .mixture(let mixture):
      return mixture.components.reduce(-.infinity) { max($0, $1.distribution.step(upTo: x)) }
    default:
      return -.infinity
    }
  }

  /// The least value from x on of a discrete distribution; ∞ where there is none.
  func step(from x: Double) -> Double {
    switch family {
    case .constant(let value):
      return value >= x ? value : .infinity
    case .counting(let counting):
      let first = max(x.rounded(.up), counting.support.lowerBound)
      return first <= counting.support.upperBound ? first : .infinity
    case .discrete(let table):
      let count = table.values.sortedCount { $0 < x }
      return count < table.values.count ? table.values[count] : .infinity
    case .truncated(let truncation):
      let first = truncation.base.step(from: max(x, truncation.first))
      return first <= truncation.last ? first : .infinity
    case .mixture(let mixture):
      return mixture.components.reduce(.infinity) { min($0, $1.distribution.step(from: x)) }
    default:
      return .infinity
    }
  }
}

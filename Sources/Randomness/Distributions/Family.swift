extension Distribution {
  /// The families and their parameters, which are valid by construction.
  @usableFromInline
  enum Family: Sendable, Hashable {
    case constant(Double)
    case uniform(low: Double, high: Double)
    case logUniform(low: Double, high: Double)
    case normal(mean: Double, deviation: Double)
    case lognormal(Lognormal)
    case triangular(low: Double, mode: Double, high: Double)
    case exponential(mean: Double)
    case gamma(Gamma)
    case beta(Beta)
    case weibull(scale: Double, shape: Double)
    case pareto(scale: Double, shape: Double)
    case standard(StandardShape, location: Double, scale: Double)
    case counting(CountingFamily)
    case discrete(DiscreteTable)
    case empirical(QuantileTable)
    indirect case truncated(Truncation)
    case mixture(Mixture)
  }

  /// Mean and standard deviation of the logarithm, and how they were written.
  @usableFromInline
  struct Lognormal: Sendable, Hashable {
    enum Form: Hashable {
      case logarithms
      case moments(mean: Double, deviation: Double)
      /// The 5 % and 95 % quantiles.
      case interval(low: Double, high: Double)
    }

    var logMean: Double
    var logDeviation: Double
    var form: Form
  }

  /// Shape and scale of a gamma distribution, and how they were written.
  @usableFromInline
  struct Gamma: Sendable, Hashable {
    enum Form: Hashable {
      case shape
      case variation(mean: Double, variation: Double)
      case erlang(stages: Int, mean: Double)
      case chiSquared(freedom: Double)
    }

    var shape: Double
    var scale: Double
    var form: Form
  }

  /// A beta distribution on low...high, and how it was written.
  @usableFromInline
  struct Beta: Sendable, Hashable {
    enum Form: Hashable {
      case shapes
      case pert(mode: Double)
    }

    var alpha: Double
    var beta: Double
    var low: Double
    var high: Double
    var form: Form

    /// The value at a place between 0, the low end, and 1, the high end.
    func value(at place: Double) -> Double { min(low + (high - low) * place, high) }

    /// The place of a value between 0, the low end, and 1, the high end.
    func place(of value: Double) -> Double { min(max((value - low) / (high - low), 0), 1) }
  }

  /// A distribution given that it falls between two bounds, both included.
  @usableFromInline
  struct Truncation: Sendable, Hashable {
    var base: Distribution
    /// The bounds as they were written.
    var low: Double
    var high: Double
    /// The least and the greatest value of the base within them.
    var first: Double
    var last: Double
    /// The probability that the base lies below the first, and that it lies at most at the last.
    var below: Double
    var upTo: Double

    init(base: Distribution, low: Double, high: Double) {
      self.base = base
      self.low = low
      self.high = high
      let support = base.support
      first = base.isDiscrete ? base.step(from: low) : max(low, support.lowerBound)
      last = base.isDiscrete ? base.step(upTo: high) : min(high, support.upperBound)
      below = base.cumulative(below: first)
      upTo = base.cumulative(at: last)
    }

    /// The probability of the base within the bounds.
    var mass: Double { first <= last ? upTo - below : 0 }

    func quantile(_ p: Double) -> Double {
      if p == 0 { return first }
      if p == 1 { return last }
      return max(first, min(base.quantile(min(below + p * mass, upTo)), last))
    }
  }

  /// Distributions of which one is picked, each with the probability of its weight.
  @usableFromInline
  struct Mixture: Sendable, Hashable {
    struct Component: Hashable {
      var weight: Double
      var probability: Double
      var distribution: Distribution
    }

    var components: [Component]

    init(_ weighted: [(weight: Double, distribution: Distribution)]) {
      let total = weighted.reduce(0) { $0 + $1.weight }
      components = weighted.map {
        Component(weight: $0.weight, probability: $0.weight / total, distribution: $0.distribution)
      }
    }

    /// The mean over the components of one number of each.
    func average(_ number: (Distribution) -> Double) -> Double {
      components.reduce(0) { $0 + $1.probability * number($1.distribution) }
    }
  }
}

import Testing

@testable import Randomness

struct QuantileTests {
  /// From far in one tail to far in the other.
  private static let probabilities: [Double] =
    [1e-12, 1e-9, 1e-6, 1e-4] + (1..<100).map { Double($0) / 100 } + [0.9999, 1 - 1e-6, 1 - 1e-9]

  @Test(arguments: Examples.all)
  func `the quantile never falls as its probability rises`(distribution: Distribution) {
    var before = distribution.quantile(0)
    #expect(before == distribution.support.lowerBound)
    for step in 1..<4_000 {
      let x = distribution.quantile(Double(step) / 4_000)
      #expect(x >= before)
      before = x
    }
    #expect(distribution.quantile(1) >= before)
    #expect(distribution.quantile(1) == distribution.support.upperBound)
  }

  /// A few units in the last place of a quantile and of the ends it is reckoned from: it can't be told apart by less.
  private func grain(_ x: Double, of distribution: Distribution) -> Double {
    let ends = [distribution.support.lowerBound, distribution.support.upperBound].filter(\.isFinite)
    return 4 * ends.reduce(x.magnitude) { max($0, $1.magnitude) }.ulp
  }

  @Test(arguments: Examples.all)
  func `the quantile is the least value that is not exceeded with its probability`(distribution: Distribution) {
    for p in Self.probabilities {
      let x = distribution.quantile(p)
      let slack = 1e-9 * min(p, 1 - p) + 4e-16
      #expect(distribution.cumulative(at: x + grain(x, of: distribution)) >= p - slack)
      #expect(distribution.cumulative(at: x - grain(x, of: distribution)) <= p + slack)
    }
  }

  @Test func `quantiles invert cumulative functions for continuous families with random parameters`() {
    let stream = Streams(seed: 77, replication: 0).stream("parameters")
    func between(_ low: Double, _ high: Double) -> Double {
      Distribution.loguniform(low, high).draw(from: stream)
    }
    var worst = (error: 0.0, place: "")
    for _ in 0..<40 {
      let (a, b) = (between(0.05, 500), between(0.05, 500))
      for distribution: Distribution in [
        .uniform(-a, b), .normal(mean: a - b, deviation: b), .lognormal(mean: a, deviation: b), .between(a, a + b),
        .triangular(-a, 0, b), .pert(-a, 0, b), .exponential(mean: a), .gamma(shape: a, scale: b),
        .weibull(scale: a, shape: between(0.3, 20)), .pareto(scale: a, shape: between(0.5, 20)), .beta(a, b),
        .studentT(freedom: max(a, 0.2)), .cauchy(location: 0, scale: a), .laplace(location: a, scale: b),
        .logistic(location: 0, scale: a), .gumbel(location: -b, scale: a),
        .mixture([(a, .gamma(shape: a, scale: 1)), (b, .normal(mean: a, deviation: b))]),
      ] {
        for p in Self.probabilities {
          let x = distribution.quantile(p)
          let beyond = max(
            p - distribution.cumulative(at: x + grain(x, of: distribution)),
            distribution.cumulative(at: x - grain(x, of: distribution)) - p)
          let error = max(beyond - 4e-16, 0) / min(p, 1 - p)
          if error > worst.error { worst = (error, "\(distribution), p = \(p)") }
        }
      }
    }
    #expect(worst.error < 1e-9, "\(worst.place)")
    print("worst relative error of cumulative(quantile(p)): \(worst.error) (\(worst.place))")
  }

  @Test func `quantiles of counts with random parameters are the least that reach their probability`() {
    let stream = Streams(seed: 78, replication: 0).stream("parameters")
    for _ in 0..<60 {
      let probability = stream.uniformOpen()
      let mean = Distribution.loguniform(0.01, 1e6).draw(from: stream)
      let trials = 1 + stream.index(below: 5_000)
      for distribution: Distribution in [
        .bernoulli(probability), .binomial(trials: trials, probability: probability), .poisson(mean: mean),
        .geometric(probability: probability), .negativeBinomial(successes: mean / 1_000, probability: probability),
        .hypergeometric(population: trials + 10, marked: trials / 3, drawn: trials / 2),
      ] {
        for p in [1e-9, 0.001, 0.2, 0.5, 0.8, 0.999, 1 - 1e-9] {
          let x = distribution.quantile(p)
          #expect(x == x.rounded())
          #expect(distribution.cumulative(at: x) >= p * (1 - 1e-12), "\(distribution) at \(p): \(x)")
          #expect(distribution.cumulative(at: x - 1) <= p * (1 + 1e-12), "\(distribution) at \(p): \(x)")
        }
      }
    }
  }

  @Test func `the ends of 5 to 50 are its 5 % and 95 % quantiles`() {
    let distribution = Distribution.between(5, 50)
    #expect(abs(distribution.quantile(0.05) - 5) < 1e-13)
    #expect(abs(distribution.quantile(0.95) - 50) < 1e-12)
  }

  @Test func `values with a probability of their own are met exactly`() {
    let chance = Distribution.mixture([(0.3, 0), (0.7, .uniform(-1, 6))])
    #expect(abs(chance.quantile(0.05) + 0.5) < 1e-15)
    for p in [0.1 + 1e-9, 0.2, 0.3, 0.4 - 1e-9] { #expect(chance.quantile(p) == 0) }
    #expect(chance.quantile(0.5) > 0)
    #expect(chance.density(at: 0) == .infinity)
    #expect(chance.isDiscrete == false)
    #expect(abs(chance.density(at: 3) - 0.1) < 1e-15)
  }

  @Test(arguments: [Distribution.gamma(shape: 0.01, scale: 1), .beta(0.01, 3), .gamma(shape: 1e4, scale: 2)])
  func `extreme shapes still have quantiles`(distribution: Distribution) {
    for p in [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999] {
      let x = distribution.quantile(p)
      #expect(x.isFinite && x >= 0)
      if x > 1e-300 { #expect(abs(distribution.cumulative(at: x) - p) <= 1e-9 * p) }
    }
  }

  @Test(arguments: Examples.continuous)
  func `the density is the slope of the cumulative function`(distribution: Distribution) {
    for p in [0.05, 0.2, 0.37, 0.5, 0.71, 0.9] {
      let x = distribution.quantile(p)
      let (low, high) = (distribution.support.lowerBound, distribution.support.upperBound)
      let width = 1e-5 * min(distribution.quantile(0.75) - distribution.quantile(0.25), x - low, high - x)
      let slope = (distribution.cumulative(at: x + width) - distribution.cumulative(at: x - width)) / (2 * width)
      #expect(abs(slope - distribution.density(at: x)) < 1e-4 * distribution.density(at: x))
    }
  }

  @Test func `probabilities of a discrete distribution add up to its cumulative function`() {
    for distribution in Examples.all where distribution.isDiscrete {
      var sum = 0.0
      var value = distribution.support.lowerBound
      for _ in 0..<3_000 where value <= distribution.support.upperBound {
        sum += distribution.density(at: value)
        #expect(abs(sum - distribution.cumulative(at: value)) < 1e-9)
        value = distribution.family.step(from: value.nextUp)
      }
    }
  }

}

import Testing

@testable import Randomness

struct MomentTests {
  @Test func `tails that are too heavy have no finite moments`() {
    #expect(Distribution.pareto(scale: 1, shape: 0.9).mean == .infinity)
    #expect(Distribution.pareto(scale: 1, shape: 1.5).variance == .infinity)
    #expect(Distribution.cauchy(location: 0, scale: 1).mean.isNaN)
    #expect(Distribution.studentT(freedom: 1).mean.isNaN)
    #expect(Distribution.studentT(freedom: 2).variance == .infinity)
    #expect(Distribution.truncated(.pareto(scale: 1, shape: 0.9), to: 2 ... .infinity).mean == .infinity)
    #expect(Distribution.truncated(.cauchy(location: 0, scale: 1), to: -.infinity...2).mean == -.infinity)
  }

  /// The mean is (b − a) / ln(b / a), and the variance next to that of a uniform distribution.
  @Test(
    arguments: [
      (1e10, 1e10 + 1, 10_000_000_000.5), (3, 3.000_000_01, 3.000_000_005), (100, 100.000_001, 100.000_000_5),
      (2, 2.199_999, 2.098_411_252_965),
    ] as [(Double, Double, Double)])
  func `a loguniform distribution between close ends has its mean between them`(
    _ low: Double, _ high: Double, _ mean: Double
  ) {
    let distribution = Distribution.loguniform(low, high)
    #expect(abs(distribution.mean / mean - 1) < 1e-12)
    if high - low < 1e-3 * low {
      #expect(abs(distribution.mean / mean - 1) < 1e-15)
      let width = high - low
      #expect(abs(distribution.variance / (width * width / 12) - 1) < 1e-6)
    }
    #expect(abs(distribution.cumulative(at: distribution.quantile(0.3)) - 0.3) < 1e-5)
  }

  @Test func `a tail cut off has finite moments`() {
    // Pareto with shape 1 on 1...e: density c / x² with c = 1 / (1 − 1/e), mean c, mean square c (e − 1).
    let e = 2.718_281_828_459_045
    let distribution = Distribution.truncated(.pareto(scale: 1, shape: 1), to: 0...e)
    let c = 1 / (1 - 1 / e)
    #expect(abs(distribution.mean - c) < 1e-9)
    #expect(abs(distribution.variance - (c * (e - 1) - c * c)) < 1e-9)
  }

  @Test func `heavy tails that are cut off far out have the moments of their closed forms`() {
    func close(_ distribution: Distribution, mean: Double, variance: Double) {
      #expect(abs(distribution.mean / mean - 1) < 1e-9, "\(distribution): \(distribution.mean)")
      #expect(abs(distribution.variance / variance - 1) < 1e-8, "\(distribution): \(distribution.variance)")
    }
    // Density a / x^(a + 1) with a = 1.5 on 1...10⁶, over its mass 1 − 10⁻⁹.
    let mass = 1 - 1e-9
    let (first, second) = (3 * (1 - 1e-3) / mass, 3 * (1e3 - 1) / mass)
    close(.truncated(.pareto(scale: 1, shape: 1.5), to: 1...1e6), mean: first, variance: second - first * first)
    // Half a Cauchy distribution on 0...b: log(1 + b²) / 2 and b − atan b, over atan b.
    let b = 1e4
    let arc = 1.570_696_327_128_229_9  // atan(10⁴)
    let half = 9.210_340_376_976_183 / arc  // log(1 + 10⁸) / 2
    close(.truncated(.cauchy(location: 0, scale: 1), to: 0...b), mean: half, variance: (b - arc) / arc - half * half)
  }

  @Test(arguments: [
    Distribution.pareto(scale: 1, shape: 0.7), .cauchy(location: 1, scale: 2), .studentT(freedom: 1.5),
    .studentT(freedom: 2), .lognormal(logMean: 0, logDeviation: 2.5), .weibull(scale: 1, shape: 0.3),
    .gamma(shape: 0.05, scale: 10), .loguniform(1e-3, 1e3), .gumbel(location: 0, scale: 3),
    .logistic(location: 1, scale: 5), .laplace(location: 0, scale: 4), .beta(0.3, 20, low: -1, high: 500),
    .exponential(mean: 40), .triangular(-3, 1, 900), .normal(mean: 2, deviation: 90), .geometric(probability: 0.01),
    .negativeBinomial(successes: 0.2, probability: 1e-3), .poisson(mean: 30),
  ])
  func `moments of truncations are those of their quantiles`(base: Distribution) {
    for (low, high) in [(-5.0, 40.0), (1, 100), (0.5, 20), (2, 60)] {
      guard base.cumulative(at: high) - base.cumulative(at: low) > 0.02 else { continue }
      let distribution = Distribution.truncated(base, to: low...high)
      let (mean, variance) = (distribution.mean, distribution.variance)
      var (sum, squares) = (0.0, 0.0)
      let count = 4_000
      for step in 0..<count {
        let distance = distribution.quantile((Double(step) + 0.5) / Double(count)) - mean
        sum += distance
        squares += distance * distance
      }
      #expect(abs(sum / Double(count)) < 0.01 * variance.squareRoot(), "\(distribution)")
      #expect(abs(squares / Double(count) / variance - 1) < 0.03, "\(distribution): \(variance)")
    }
  }

  @Test func `an exponential that is cut off below is moved, not changed`() {
    let distribution = Distribution.truncated(.exponential(mean: 2), to: 3 ... .infinity)
    #expect(abs(distribution.mean - 5) < 1e-9)
    #expect(abs(distribution.variance - 4) < 1e-8)
  }

  @Test func `truncations of one another are one truncation`() {
    let base = Distribution.normal(mean: 0, deviation: 1)
    #expect(
      Distribution.truncated(.truncated(base, to: -1...3), to: -2...2) == .truncated(base, to: -1...2))
  }

  @Test func `a truncated count keeps the whole numbers within its bounds`() {
    let distribution = Distribution.truncated(.poisson(mean: 2), to: 0.5...2.5)
    #expect(distribution.support == 1...2)
    #expect(abs(distribution.density(at: 1) - 0.5) < 1e-14)
    #expect(abs(distribution.mean - 1.5) < 1e-14)
    #expect(abs(distribution.variance - 0.25) < 1e-14)
    #expect(distribution.density(at: 3) == 0)
  }

  @Test func `the moments of a wide truncated count hold to a millionth`() {
    let wide = Distribution.truncated(.geometric(probability: 1e-6), to: 1 ... .infinity)
    #expect(abs(wide.mean / 1e6 - 1) < 1e-5)
  }

  /// By incomplete beta functions of 50 digits (mpmath 1.4.1), of the distance from the end that is near.
  @Test(
    arguments: [
      (.truncated(.beta(0.5, 0.5), to: 0.99...1), 0.996_662_200_927_488_7, 8.897_397_097_554_657e-6),
      (.truncated(.beta(0.5, 0.5), to: 0...0.01), 0.003_337_799_072_511_274, 8.897_397_097_554_657e-6),
      (.truncated(.beta(0.1, 0.3), to: 0.9999...1), 0.999_976_922_382_262_4, 7.718_261_168_993_764e-10),
      (.truncated(.beta(0.3, 0.2), to: 0...1e-5), 2.307_698_482_152_270_6e-6, 7.718_054_623_636_865e-12),
    ] as [(Distribution, Double, Double)])
  func `what is left of a beta distribution near an end has the moments of its closed form`(
    distribution: Distribution, mean: Double, variance: Double
  ) {
    #expect(abs(distribution.mean / mean - 1) < 1e-12, "\(distribution): \(distribution.mean)")
    #expect(abs(distribution.variance / variance - 1) < 1e-8, "\(distribution): \(distribution.variance)")
  }

  /// By incomplete beta functions of 50 digits (mpmath 1.4.1), checked against sums of shorter ranges.
  @Test(
    arguments: [
      (
        .truncated(.negativeBinomial(successes: 0.5, probability: 1e-7), to: 10...5e7), 4_920_354.266_673_003,
        4.533_382_352_465_429e13
      ),
      (
        .truncated(.negativeBinomial(successes: 5, probability: 1e-6), to: 0...5e6), 3_431_944.298_426_448,
        973_153_455_467.63
      ),
    ] as [(Distribution, Double, Double)])
  func `what is left of so many counts that none can sum them has the moments of its closed form`(
    distribution: Distribution, mean: Double, variance: Double
  ) {
    #expect(abs(distribution.mean / mean - 1) < 1e-10, "\(distribution): \(distribution.mean)")
    #expect(abs(distribution.variance / variance - 1) < 1e-7, "\(distribution): \(distribution.variance)")
  }

  @Test(arguments: [
    (Distribution.bernoulli(0), 0.0), (.bernoulli(1), 1), (.binomial(trials: 5, probability: 0), 0),
    (.binomial(trials: 5, probability: 1), 5), (.geometric(probability: 1), 1),
    (.negativeBinomial(successes: 2, probability: 1), 0), (.hypergeometric(population: 9, marked: 0, drawn: 3), 0),
    (.hypergeometric(population: 9, marked: 4, drawn: 9), 4), (.hypergeometric(population: 1, marked: 1, drawn: 1), 1),
    (.poisson(mean: 0), 0),
  ])
  func `counts without chance are certain`(distribution: Distribution, value: Double) {
    let stream = Streams(seed: 1, replication: 0).stream("certain")
    for _ in 0..<100 { #expect(distribution.draw(from: stream) == value) }
    for p in [0, 0.3, 1] { #expect(distribution.quantile(p) == value) }
    #expect(distribution.mean == value && distribution.variance == 0)
    #expect(distribution.density(at: value) == 1 && distribution.density(at: value + 1) == 0)
    #expect(distribution.cumulative(at: value) == 1 && distribution.cumulative(at: value - 1) == 0)
    #expect(distribution.support == value...value)
  }

  @Test func `a mixture has the moments of its parts`() {
    let mixture = Distribution.mixture([(1, 0), (3, .normal(mean: 4, deviation: 2))])
    #expect(mixture.mean == 3)
    #expect(mixture.variance == 0.75 * 4 + 0.25 * 9 + 0.75 * 1)
  }

  @Test func `a number is the distribution that always gives it`() {
    let price: Distribution = 0.5
    #expect(price == .constant(0.5))
    #expect(price.mean == 0.5 && price.variance == 0 && price.isDiscrete)
    #expect(price.quantile(0.3) == 0.5 && price.cumulative(at: 0.5) == 1 && price.cumulative(at: 0.4) == 0)
    let count: Distribution = 3
    #expect(count.description == "3")
  }
}

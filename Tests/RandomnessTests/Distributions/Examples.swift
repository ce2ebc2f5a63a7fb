@testable import Randomness

/// One or more distributions of every family.
enum Examples {
  static let all: [Distribution] = continuous + counts + composed

  static let continuous: [Distribution] = [
    .uniform(2, 5),
    .loguniform(0.1, 50),
    .normal(mean: 1.5, deviation: 0.4),
    .lognormal(logMean: 0.3, logDeviation: 0.5),
    .lognormal(mean: 100, deviation: 60),
    .between(5, 50),
    .triangular(0.3, 0.4, 0.5),
    .triangular(1, 1, 4),
    .triangular(1, 4, 4),
    .pert(10, 25, 80),
    .exponential(mean: 4),
    .erlang(stages: 3, mean: 6),
    .gamma(shape: 2.5, scale: 3),
    .gamma(shape: 0.2, scale: 1),
    .gamma(mean: 3, variation: 0.5),
    .chiSquared(freedom: 4),
    .weibull(scale: 12, shape: 1.7),
    .weibull(scale: 2, shape: 0.6),
    .pareto(scale: 1.5, shape: 6.5),
    .beta(2, 5),
    .beta(0.5, 0.5),
    .beta(3, 1.5, low: -2, high: 7),
    .studentT(freedom: 9, location: 1, scale: 2),
    .cauchy(location: 1, scale: 2),
    .laplace(location: -1, scale: 2),
    .logistic(location: 0.5, scale: 1.2),
    .gumbel(location: 3, scale: 2),
  ]

  static let counts: [Distribution] = [
    .bernoulli(0.3),
    .binomial(trials: 20, probability: 0.35),
    .binomial(trials: 10_000, probability: 0.002),
    .negativeBinomial(successes: 4, probability: 0.3),
    .negativeBinomial(successes: 0.7, probability: 0.05),
    .geometric(probability: 0.2),
    .geometric(probability: 1e-4),
    .poisson(mean: 7.5),
    .poisson(mean: 1_000),
    .hypergeometric(population: 50, marked: 12, drawn: 10),
  ]

  static let composed: [Distribution] = [
    7.25,
    .discrete([(1, 0.2), (2.5, 3), (-4, 1)]),
    .empirical(quantiles: [(0, 1), (0.5, 10), (0.9, 20), (1, 100)]),
    .empirical(quantiles: [(0, 0), (0.3, 0), (0.6, 2), (1, 8)]),
    .truncated(.normal(mean: 0.4, deviation: 0.1), to: 0.3...0.65),
    .truncated(.gamma(shape: 2, scale: 3), to: 4 ... .infinity),
    .truncated(.poisson(mean: 7.5), to: 4.5...12),
    .truncated(.mixture([(0.5, 0), (0.5, .normal(mean: 1, deviation: 1))]), to: 0 ... .infinity),
    .mixture([(0.7, .normal(mean: 1, deviation: 2)), (0.3, .between(5, 50))]),
    .mixture([(0.3, 0), (0.7, .triangular(-1, 2, 5))]),
    .mixture([(1, .poisson(mean: 3)), (2, .discrete([(0.5, 1), (20, 1)]))]),
  ]
}

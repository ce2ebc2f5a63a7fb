import Foundation
import ReferenceData
import Testing
import ValidationRecord

@testable import Randomness

/// Against SciPy 1.17.1.
@Suite
struct ReferenceTests {
  /// The distributions of the reference; its inverse Gaussian is not among ours.
  private static let distributions: [String: Distribution] = [
    "uniform": .uniform(2, 5),
    "loguniform": .loguniform(0.1, 50),
    "normal": .normal(mean: 1.5, deviation: 0.4),
    "truncated_normal": .truncated(.normal(mean: 0.4, deviation: 0.1), to: 0.3...0.65),
    "lognormal_mean_sd": .lognormal(mean: 100, deviation: 60),
    "lognormal_p10_p90": .lognormal(
      logMean: log(2) / 2, logDeviation: log(8) / (2 * NormalDistribution.standardQuantile(0.9))),
    "triangular": .triangular(0.3, 0.4, 0.5),
    "pert": .pert(10, 25, 80),
    "beta": .beta(2, 5),
    "gamma": .gamma(shape: 2.5, scale: 3),
    "exponential": .exponential(mean: 4),
    "weibull": .weibull(scale: 12, shape: 1.7),
    "pareto": .pareto(scale: 1.5, shape: 2.3),
    "student_t": .studentT(freedom: 5, location: 1, scale: 2),
    "gumbel": .gumbel(location: 3, scale: 2),
    "logistic": .logistic(location: 0, scale: 1.2),
    "laplace": .laplace(location: 0, scale: 2),
    "cauchy": .cauchy(location: 0, scale: 1),
    "chi2": .chiSquared(freedom: 4),
    "erlang": .erlang(stages: 3, mean: 6),
    "bernoulli": .bernoulli(0.3),
    "binomial": .binomial(trials: 20, probability: 0.35),
    "poisson": .poisson(mean: 7.5),
    "geometric": .geometric(probability: 0.2),
    "negative_binomial": .negativeBinomial(successes: 4, probability: 0.3),
    "hypergeometric": .hypergeometric(population: 50, marked: 12, drawn: 10),
    "zipf_truncated": .discrete((1...100).map { (Double($0), pow(Double($0), -1.1)) }),
  ]

  @Test func `quantiles, cumulative functions and densities agree with SciPy to 1e-9`() throws {
    var worst: [String: (error: Double, place: String)] = [:]
    var rows = 0
    for cells in try ReferenceData.table("distributions/quantiles.csv").rows {
      guard let distribution = Self.distributions[cells[0]] else { continue }
      let numbers = cells.dropFirst().compactMap { Double($0) }
      try #require(numbers.count == 4)
      let found = [
        "quantile": (distribution.quantile(numbers[0]), numbers[1]),
        "cumulative": (distribution.cumulative(at: numbers[1]), numbers[2]),
        "density": (distribution.density(at: numbers[1]), numbers[3]),
      ]
      for (function, (ours, theirs)) in found {
        let error = relativeError(ours, theirs)
        #expect(error < 1e-9, "\(function) of \(distribution) at \(numbers): \(ours)")
        if error > worst[function]?.error ?? -1 { worst[function] = (error, "\(distribution), p = \(numbers[0])") }
      }
      rows += 1
    }
    #expect(rows == Self.distributions.count * 13)
    for (function, (error, place)) in worst {
      #expect(
        Validation.agreement(
          .distributions, "\(function) of \(Self.distributions.count) distributions", with: "SciPy 1.17.1",
          figures: rows, worst: error, within: 1e-9), "\(place)")
    }
  }

  @Test func `means, variances and supports agree with SciPy to 1e-9`() throws {
    let moments = try ReferenceObject("distributions/moments.json").value("dists", as: [String: [String: Any]].self)
    var worst = (error: 0.0, place: "")
    var count = 0
    for (name, distribution) in Self.distributions {
      let expected = try #require(moments[name])
      for (ours, key) in [(distribution.mean, "mean"), (distribution.variance, "variance")] {
        guard let theirs = expected[key] as? Double else {
          #expect(!ours.isFinite, "\(key) of \(distribution)")
          continue
        }
        let error = relativeError(ours, theirs)
        #expect(error < 1e-9, "\(key) of \(distribution): \(ours), \(theirs)")
        if error > worst.error { worst = (error, "\(key) of \(distribution)") }
        count += 1
      }
      let support = try #require(expected["support"] as? [Any])
      #expect(relativeError(distribution.support.lowerBound, number(support[0])) < 1e-9)
      #expect(relativeError(distribution.support.upperBound, number(support[1])) < 1e-9)
      #expect(distribution.isDiscrete == (expected["discrete"] as? Bool))
    }
    #expect(
      Validation.agreement(
        .distributions, "mean and variance, where finite", with: "SciPy 1.17.1", figures: count, worst: worst.error,
        within: 1e-9), "\(worst.place)")
  }

  private func number(_ value: Any) -> Double { value as? Double ?? (value as? String).flatMap(Double.init) ?? .nan }

  private func relativeError(_ ours: Double, _ theirs: Double) -> Double {
    // SciPy's median of the Cauchy distribution is 6e-17.
    abs(ours - theirs) <= 1e-16 || ours == theirs ? 0 : abs(ours - theirs) / abs(theirs)
  }
}

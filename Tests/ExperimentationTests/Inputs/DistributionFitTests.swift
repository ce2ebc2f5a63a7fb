import Glibc
import Randomness
import Testing

@testable import Experimentation

/// Distributions fitted to numbers.
@Suite struct DistributionFitTests {
  private func numbers(_ distribution: Distribution, _ count: Int, seed: UInt64 = 7) -> [Double] {
    let stream = Streams(seed: seed, replication: 0).stream("numbers")
    return (0..<count).map { _ in distribution.draw(from: stream) }
  }

  @Test(
    arguments: [
      ("normal", Distribution.normal(mean: -3, deviation: 2)),
      ("lognormal", .lognormal(logMean: 1.3, logDeviation: 0.4)),
      ("gamma", .gamma(shape: 2.5, scale: 4)), ("weibull", .weibull(scale: 30, shape: 1.7)),
      ("exponential", .exponential(mean: 12)), ("uniform", .uniform(2, 5)), ("beta", .beta(2, 5)),
    ])
  func `the family that the numbers come from is found, and not contradicted`(
    _ family: String, _ truth: Distribution
  ) throws {
    let fits = DistributionFit.all(of: numbers(truth, 2000))
    let own = try #require(fits.first { $0.family == family })
    #expect(own.informationCriterion <= fits[0].informationCriterion + 4)
    #expect(own.probability > 0.01)
    for share in [0.1, 0.5, 0.9] {
      let width = truth.quantile(0.95) - truth.quantile(0.05)
      #expect(abs(own.distribution.quantile(share) - truth.quantile(share)) < 0.06 * width)
    }
  }

  @Test func `the likelihood is the greatest: moved parameters are less likely`() throws {
    let data = numbers(.gamma(shape: 2.5, scale: 4), 500)
    for fit in DistributionFit.all(of: data) where fit.family != "uniform" {
      let text = "\(fit.distribution)"
      let parameters = text.matches(of: /[0-9]+\.?[0-9]*/)
      for parameter in parameters {
        for factor in [0.97, 1.03] {
          var moved = text
          let value = try #require(Double(parameter.output))
          moved.replaceSubrange(parameter.range, with: (value * factor).shortest)
          let other = try Distribution(parsing: moved)
          #expect(data.reduce(0) { $0 + log(other.density(at: $1)) } < fit.logLikelihood, "\(moved)")
        }
      }
    }
  }

  @Test func `numbers of two kinds contradict every family`() throws {
    let data = numbers(.normal(mean: 1, deviation: 0.1), 300) + numbers(.normal(mean: 9, deviation: 0.1), 300)
    for fit in DistributionFit.all(of: data) { #expect(fit.probability < 0.05, "\(fit.distribution)") }
  }

  @Test func `negative numbers and those beyond 1 leave out the families that cannot have them`() {
    #expect(Set(DistributionFit.all(of: [-1, 0, 1, 2, 3, 5]).map(\.family)) == ["normal", "uniform"])
    #expect(!DistributionFit.all(of: [0.5, 0.7, 1, 1.5, 2, 3]).map(\.family).contains("beta"))
  }

  @Test func `six numbers have the distances that are reckoned by hand`() throws {
    // Of uniform numbers at the middles of six equal parts, the distance to the uniform distribution between the least and
    // the greatest is a sixth at either end.
    let fits = DistributionFit.all(of: (0..<6).map { 0.05 + 0.1 * Double($0) })
    let uniform = try #require(fits.first { $0.family == "uniform" })
    #expect(abs(uniform.distance - 1.0 / 6) < 1e-9)
    #expect(uniform.tailDistance == nil)
    #expect(abs(uniform.logLikelihood - 6 * log(1 / 0.5)) < 1e-9)
  }
}

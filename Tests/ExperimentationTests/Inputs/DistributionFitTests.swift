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

  /// By the asymptotic variance of the estimate of the greatest likelihood, the inverse of Fisher's information.
  @Test(
    arguments: [
      ("normal", Distribution.normal(mean: -3, deviation: 2), ["mean": 2, "deviation": 2 / 2.0.squareRoot()]),
      (
        "lognormal", .lognormal(logMean: 1.3, logDeviation: 0.4),
        ["logMean": 0.4, "logDeviation": 0.4 / 2.0.squareRoot()]
      ),
      ("exponential", .exponential(mean: 12), ["mean": 12]),
      // 0.6079 k² and 1.1087 (scale/k)²; Lawless 2003, Statistical Models and Methods for Lifetime Data, 5.
      (
        "weibull", .weibull(scale: 30, shape: 1.7),
        ["scale": 1.1087.squareRoot() * 30 / 1.7, "shape": 0.6079.squareRoot() * 1.7]
      ),
    ])
  func `parameters are numbers with their standard errors`(
    _ family: String, _ truth: Distribution, _ deviations: [String: Double]
  ) throws {
    for count in [150, 2000] {
      let fit = try #require(DistributionFit.all(of: numbers(truth, count)).first { $0.family == family })
      #expect(Set(fit.parameters.map(\.name)) == Set(deviations.keys))
      for parameter in fit.parameters {
        #expect("\(fit.distribution)".contains("\(parameter.name): \(parameter.value.shortest)"))
        let expected = try #require(deviations[parameter.name]) / Double(count).squareRoot()
        // A deviation over 99 refits is within 25 % of its own in 999 of 1000, and that of the fit is as far from that of
        // the truth as the fit.
        let found = try #require(parameter.standardError)
        #expect(abs(found / expected - 1) < 0.4, "\(family) \(parameter.name) of \(count): \(found), \(expected)")
      }
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

  @Test(arguments: [
    Distribution.normal(mean: 1.7e9, deviation: 3), .uniform(1e12, 1e12 + 5), .normal(mean: 50.001, deviation: 1e-5),
    .lognormal(logMean: 20, logDeviation: 1e-7),
  ])
  func `numbers far from zero beside their spread keep their place`(_ truth: Distribution) throws {
    let data = numbers(truth, 400)
    let mean = data.reduce(0, +) / 400
    let deviation = (data.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
    let fits = DistributionFit.all(of: data)
    for fit in fits where ["normal", "lognormal"].contains(fit.family) {
      #expect(abs(fit.distribution.mean - mean) < 0.05 * deviation, "\(fit.distribution) for \(truth)")
    }
    let uniform = try #require(fits.first { $0.family == "uniform" }).distribution
    #expect(abs(uniform.support.lowerBound - (data.min() ?? 0)) < 0.05 * deviation)
    #expect(abs(uniform.support.upperBound - (data.max() ?? 0)) < 0.05 * deviation)
    #expect(try #require(fits.first { $0.family == "normal" }).distance < 0.1)
  }

  @Test(arguments: [1.7e308, 1e200, Double.leastNonzeroMagnitude, Double.leastNormalMagnitude / 100])
  func `a number beyond those that a fit can take leaves out families, and ends nothing`(_ extreme: Double) throws {
    let data = (0..<60).map { 1 + Double($0) * 0.05 }
    for fit in DistributionFit.all(of: data + [extreme]) + DistributionFit.all(of: data.map { $0 * extreme / 4 }) {
      #expect(fit.logLikelihood.isFinite && fit.distance <= 1 && fit.probability <= 1, "\(fit)")
    }
  }
}

import CRandomStreams
import Glibc
import Testing
import ValidationRecord

@testable import Randomness

/// Transformed rejection of Poisson numbers, from a mean of 10 on.
struct PoissonDrawTests {
  /// From where it begins to the greatest mean of a count.
  private static let means = [10, 12.4, 14.7, 20, 28.5, 45, 100, 316, 1e3, 1e4, 1e6, 1e7, 1e8, 1e9]

  private func stream(_ name: String) -> RandomStream { Streams(seed: 20_261, replication: 0).stream(name) }

  @Test(arguments: means)
  func `counts come as often as their probabilities say`(mean: Double) {
    // A hundred classes, each as likely as the others but for the width of a count. Its 99.99 % quantile is 99 + 3.72 √198
    // by the normal distribution, and 160 by the chi-square.
    let distribution = Distribution.poisson(mean: mean)
    let edges = (1..<100).map { distribution.quantile(Double($0) / 100) }
    let distinct = edges.enumerated().filter { $0.offset == 0 || edges[$0.offset - 1] < $0.element }.map(\.element)
    let (count, stream) = (100_000, stream("classes"))
    var found = Array(repeating: 0.0, count: distinct.count + 1)
    for _ in 0..<count {
      let draw = distribution.draw(from: stream)
      // The first class whose edge is not below the draw.
      var (low, high) = (0, distinct.count)
      while low < high {
        let middle = (low + high) / 2
        if distinct[middle] >= draw { high = middle } else { low = middle + 1 }
      }
      found[low] += 1
    }
    let below = [0] + distinct.map { distribution.cumulative(at: $0) } + [1]
    let square = found.indices.reduce(0.0) { sum, index in
      let expected = Double(count) * (below[index + 1] - below[index])
      return sum + (found[index] - expected) * (found[index] - expected) / expected
    }
    let freedom = Double(distinct.count)
    #expect(
      Validation.agreement(
        .draws,
        "100,000 Poisson draws at means of 10 to 1e9, in up to 100 classes between quantiles: chi-square, in deviations",
        with: "its own cumulative function", figures: 1, worst: (square - freedom) / (2 * freedom).squareRoot(),
        within: 4.6))
  }

  @Test(arguments: means)
  func `the first four moments are those of the distribution`(mean: Double) {
    let (count, stream) = (100_000, stream("moments"))
    var sums = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<count {
      let z = (stream.poisson(mean: mean) - mean) / mean.squareRoot()
      sums = (sums.0 + z, sums.1 + z * z, sums.2 + z * z * z, sums.3 + z * z * z * z)
    }
    let number = Double(count)
    // The central moments of the standardised number, from the first to the fourth, and to twice as many.
    let part = 1 / mean
    let (third, fourth) = (part.squareRoot(), 3 + part)
    let (sixth, eighth) = (15 + part * (25 + part), 105 + part * (490 + part * (119 + part)))
    for (sum, expected, square) in [
      (sums.0, 0, 1), (sums.1, 1, fourth), (sums.2, third, sixth), (sums.3, fourth, eighth),
    ] {
      let deviation = ((square - expected * expected) / number).squareRoot()
      #expect(
        Validation.agreement(
          .draws, "100,000 Poisson draws at means of 10 to 1e9: four moments, in standard errors",
          with: "theory", figures: 1, worst: abs(sum / number - expected) / deviation, within: 4.5))
    }
  }

  @Test func `no trial is accepted with more than certainty, and none at once that might be rejected`() {
    // The proof that draws are exact: what is accepted is then in proportion to the probability of the count.
    var mean = 10.0
    var (most, least, outer) = (0.0, Double.infinity, 0.0)
    while mean < 1e9 {
      var hat = payoff_poisson_hat_of(mean)
      for step in 1..<2_000 {
        let place = Double(step) / 2_000 - 0.5 + 1e-7
        let edge = 0.5 - abs(place)
        let count = payoff_poisson_count(&hat, place)
        guard count >= 0 else {
          #expect(edge < 0.07)
          continue
        }
        let mass = exp(payoff_poisson_exponent(count, mean)) / (count > 0 ? (2 * .pi * count).squareRoot() : 1)
        let accepted = mass * (hat.tail / (edge * edge) + hat.width) / hat.height
        most = max(most, accepted)
        if edge >= 0.07 { least = min(least, accepted / hat.squeeze) }
        if edge < 0.013 { outer = max(outer, accepted / edge) }
      }
      mean *= mean < 60 ? 1.005 : 1.2
    }
    #expect(most > 0.99 && most <= 1)
    #expect(least >= 1)
    #expect(outer <= 1)
  }

  @Test func `probabilities of counts have the digits of a calculation with forty`() {
    // mpmath 1.3: log of the probability and of √(2πk), where k is not 0.
    let figures: [(count: Double, mean: Double, exponent: Double)] = [
      (0, 10, -10), (1, 10, -6.7784763738012816), (15, 12.5, -0.24037808546128219), (16, 12.5, -0.45496890282402241),
      (40, 20, -7.7279705123361148), (1_000, 900, -5.3605989911568568), (10_000, 10_321, -5.0443924358276938),
      (10_003_162, 1e7, -0.49985952591364598), (999_000_000, 1e9, -500.16675005011677),
      (2_000_000_000, 1e9, -386294361.11989062),
    ]
    for figure in figures {
      let found = payoff_poisson_exponent(figure.count, figure.mean)
      #expect(
        Validation.agreement(
          .distributions, "logarithms of Poisson probabilities at means of 10 to 1e9", with: "mpmath 1.3",
          figures: 1, worst: abs(found - figure.exponent) / max(1, abs(figure.exponent)), within: 2e-14))
    }
  }

  @Test func `draws below a mean of 10 multiply uniform numbers`() {
    let (one, other) = (stream("small"), stream("small"))
    for mean in [0, 0.3, 4, 9.99] {
      for _ in 0..<1_000 {
        var (product, count) = (other.uniform(), 0.0)
        while product > exp(-mean) { (product, count) = (product * other.uniform(), count + 1) }
        #expect(one.poisson(mean: mean) == count)
      }
    }
  }
}

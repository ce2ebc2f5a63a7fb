import Testing
import ValidationRecord

@testable import Randomness

/// Fixed seeds; each limit is exceeded by chance in fewer than one case in ten thousand.
struct DrawTests {
  private static let count = 20_000

  private func draws(_ distribution: Distribution, _ sampling: Sampling = .fastest, count: Int = count) -> [Double] {
    let stream = Streams(seed: 20_260, replication: 0, sampling: sampling).stream("draws")
    return (0..<count).map { _ in distribution.draw(from: stream) }
  }

  @Test(arguments: Examples.all)
  func `draws follow the cumulative function`(distribution: Distribution) {
    // Kolmogorov-Smirnov on both sides of every value drawn, so that steps count: 2.2 is passed once in 8000.
    #expect(
      Validation.agreement(
        .draws, "20,000 draws: Kolmogorov-Smirnov distance, times √n",
        with: "its own cumulative function", figures: 1, worst: kolmogorovSmirnov(draws(distribution), distribution),
        within: 2.2))
  }

  @Test(arguments: Examples.all)
  func `draws by inversion follow the cumulative function`(distribution: Distribution) {
    #expect(
      Validation.agreement(
        .draws, "2,000 draws by inversion: Kolmogorov-Smirnov distance, times √n",
        with: "its own cumulative function", figures: 1,
        worst: kolmogorovSmirnov(draws(distribution, .antithetic, count: 2_000), distribution), within: 2.2))
  }

  @Test(arguments: Examples.all)
  func `draws have the mean and the variance`(distribution: Distribution) {
    let draws = draws(distribution)
    let count = Double(draws.count)
    let (mean, variance) = (distribution.mean, distribution.variance)
    guard mean.isFinite, variance.isFinite else { return }
    guard variance > 0 else {
      #expect(draws.allSatisfy { $0 == mean })
      return
    }
    let found = draws.reduce(0, +) / count
    #expect(
      Validation.agreement(
        .draws, "20,000 draws: mean, in standard errors", with: "its own mean", figures: 1,
        worst: abs(found - mean) / (variance / count).squareRoot(), within: 4.5))
    let squares = draws.map { ($0 - mean) * ($0 - mean) }
    let foundVariance = squares.reduce(0, +) / count
    let spread = squares.reduce(0) { $0 + ($1 - foundVariance) * ($1 - foundVariance) } / count
    guard spread > 0 else { return }
    #expect(
      Validation.agreement(
        .draws, "20,000 draws: variance, in standard errors", with: "its own variance", figures: 1,
        worst: abs(foundVariance - variance) / (spread / count).squareRoot(), within: 4.5))
  }

  @Test(arguments: Examples.all)
  func `draws lie in the support and are finite`(distribution: Distribution) {
    for draw in draws(distribution, count: 1_000) {
      #expect(draw.isFinite && distribution.support.contains(draw))
    }
  }

  @Test func `a constant takes no number from the stream, a uniform and an exponential one`() {
    let (one, other) = (Streams(seed: 1, replication: 0).stream("x"), Streams(seed: 1, replication: 0).stream("x"))
    for distribution: Distribution in [3, .uniform(0, 1), .exponential(mean: 2), .triangular(0, 1, 2)] {
      _ = distribution.draw(from: one)
    }
    for _ in 0..<3 { _ = other.uniform() }
    #expect(one.uniform() == other.uniform())
  }

  /// The largest distance between the draws and the cumulative function, times the root of their number.
  private func kolmogorovSmirnov(_ draws: [Double], _ distribution: Distribution) -> Double {
    let sorted = draws.sorted()
    let count = Double(sorted.count)
    var worst = 0.0
    var index = 0
    while index < sorted.count {
      let x = sorted[index]
      worst = max(worst, abs(distribution.cumulative(below: x) - Double(index) / count))
      while index < sorted.count, sorted[index] == x { index += 1 }
      worst = max(worst, abs(distribution.cumulative(at: x) - Double(index) / count))
    }
    return worst * count.squareRoot()
  }
}

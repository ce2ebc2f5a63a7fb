import Economics
import Foundation
import Randomness
import Testing
import ValidationRecord

/// Simulated prices against closed forms: each of the stated figures lies in the interval that holds 99.9 % of samples.
@Suite struct PriceChanceTests {
  /// The logarithms of an index at months, one list a month, over replications.
  private func logarithms(_ index: PriceIndex, at months: [Int], replications: Int = 4000) -> [[Double]] {
    let path = PricePath(today: 1, along: index)
    var result = months.map { _ in [Double]() }
    for replication in 0..<replications {
      let price = path.realised(by: Streams(seed: 11, replication: replication), months: 61)
      for (place, month) in months.enumerated() { result[place].append(log(price.price(inMonth: month))) }
    }
    return result
  }

  /// Whether mean and variance of values hold the theory, and two rows of the validation table.
  private func holds(_ process: String, _ what: String, _ values: [Double], mean: Double, variance: Double) -> Bool {
    let moments = Moments(values)
    let holdsMean = Validation.estimate(
      .priceChance, process, "mean of \(what)", expected: mean, found: moments.mean, halfWidth: moments.meanDistance)
    let holdsVariance = Validation.estimate(
      .priceChance, process, "variance of \(what)", expected: variance, found: moments.variance,
      halfWidth: moments.varianceDistance)
    return holdsMean && holdsVariance
  }

  @Test(arguments: [nil, 4.0, 20.0] as [Double?])
  func `a walk has the variance of Farmer and Lafond, and the drift it was given`(history: Double?) {
    let index = PriceIndex("hardware", .falling(0.4.perYear), .wandering(0.3, estimatedOver: history))
    let months = [1, 12, 36, 60]
    for (month, values) in zip(months, logarithms(index, at: months)) {
      let years = Double(month) / 12
      let error = history.map { years * years / $0 } ?? 0
      #expect(
        holds(
          history.map { "random walk, drift estimated over \($0) years" } ?? "random walk, known drift",
          "the logarithm in month \(month)", values, mean: log(0.6) * years, variance: 0.09 * (years + error)))
    }
  }

  @Test func `a deviation that reverts has the variance of Ornstein and Uhlenbeck, and comes back by its half-life`() {
    let index = PriceIndex("scarcity", .reverting(0.4, halfLife: 0.5, startingAt: 1.4))
    let months = [1, 6, 24, 60]
    let speed = log(2) / 0.5
    for (month, values) in zip(months, logarithms(index, at: months)) {
      let years = Double(month) / 12
      #expect(
        holds(
          "mean-reverting deviation", "the logarithm in month \(month)", values,
          mean: log(1.4) * (exp(-speed * years) - 1), variance: 0.16 * (1 - exp(-2 * speed * years)) / (2 * speed)))
    }
  }

  @Test(arguments: [nil, 0.75] as [Double?])
  func `shocks have the moments of a compound Poisson process, fading or not`(halfLife: Double?) {
    // The logarithm of each is normal with mean 0.2 and deviation 0.3.
    let index = PriceIndex(
      "shortage", .shocks(perYear: 1.5, factor: .lognormal(logMean: 0.2, logDeviation: 0.3), halfLife: halfLife))
    let fade = halfLife.map { log(2) / $0 }
    let months = [3, 12, 60]
    for (month, values) in zip(months, logarithms(index, at: months)) {
      let years = Double(month) / 12
      let mean = fade.map { (1 - exp(-$0 * years)) / $0 } ?? years
      let square = fade.map { (1 - exp(-2 * $0 * years)) / (2 * $0) } ?? years
      #expect(
        holds(
          halfLife.map { "shocks with a half-life of \($0) years" } ?? "permanent shocks",
          "the logarithm in month \(month)", values, mean: 1.5 * 0.2 * mean, variance: 1.5 * 0.13 * square))
    }
  }

  @Test func `monthly innovations and errors of drifts have the correlations that were asked for`() {
    let prices = Prices(
      PriceIndex("hardware", .falling(0.3.perYear), .wandering(0.25, estimatedOver: 5)),
      PriceIndex("software", .wandering(0.4, estimatedOver: 5)),
      PriceIndex("interfaces", .falling(0.6.perYear), .reverting(0.5, halfLife: 1)),
      correlations: [("hardware", "software", 0.5), ("software", "interfaces", -0.6)])
    var steps: [[Double]] = [[], [], []]
    var ends: [[Double]] = [[], []]
    for replication in 0..<600 {
      let streams = Streams(seed: 12, replication: replication)
      let paths = prices.indices.map { index in
        PricePath(today: 1, along: index).realised(by: streams, months: 61).months.map { log($0) }
      }
      for (place, path) in paths.enumerated() {
        // What a month adds; the deviation that reverts keeps 2^(−1/12) of itself.
        let kept = place == 2 ? exp2(-1.0 / 12) : 1
        let fall = place == 2 ? log(0.4) / 12 : 0
        for month in 1...12 {
          let (before, after) = (path[month - 1] - fall * Double(month - 1), path[month] - fall * Double(month))
          steps[place].append(after - kept * before)
        }
      }
      // Over five years the error of the drift is half of the variance: the ends are as correlated as the steps.
      for place in 0..<2 { ends[place].append(paths[place][60]) }
    }
    // Fisher's transformation: the deviation of atanh r is 1/√(n − 3).
    func agrees(_ found: Double, _ expected: Double, _ count: Int) -> Bool {
      abs(atanh(found) - atanh(expected)) < Moments.quantile / Double(count - 3).squareRoot()
    }
    // The twelve steps of a replication share an error of the drift, 1/61 of their variance: they count as independent
    // to within that.
    #expect(agrees(correlation(steps[0], steps[1]), 0.5, 600 * 12 / 2))
    #expect(agrees(correlation(steps[1], steps[2]), -0.6 * (60.0 / 61).squareRoot(), 600 * 12 / 2))
    #expect(agrees(correlation(steps[0], steps[2]), 0, 600 * 12 / 2))
    #expect(agrees(correlation(ends[0], ends[1]), 0.5, 600))
  }

  @Test func `a launch comes when and as strongly as it was said`() {
    let index = PriceIndex(
      "hardware", .step(PriceStep("next", month: .uniform(10, 20), factor: .uniform(0.5, 0.7))))
    var launched = 0.0
    var factors: [Double] = []
    for replication in 0..<4000 {
      let months = PricePath(today: 1, along: index)
        .realised(by: Streams(seed: 13, replication: replication), months: 30).months
      #expect(months[10] == 1 && months[20] == months[29])
      launched += months[15] < 1 ? 1 : 0
      factors.append(months[29])
    }
    #expect(abs(launched / 4000 - 0.5) < Moments.quantile * 0.5 / 4000.0.squareRoot())
    #expect(holds("new hardware generation", "the price factor", factors, mean: 0.6, variance: 0.04 / 12))
  }

  @Test func `a trend is estimated without bias, and forecasts are as far off as it says`() throws {
    // Forecasts from many histories of five years: the error of the logarithm after 2 years, in units of what Farmer
    // and Lafond expect of it.
    let truth = PriceIndex("truth", .falling(0.25.perYear), .wandering(0.2))
    var (drifts, variances, errors): ([Double], [Double], [Double]) = ([], [], [])
    for replication in 0..<3000 {
      let price = PricePath(today: 3, along: truth).realised(
        by: Streams(seed: 14, replication: replication), months: 85)
      let history = Array(price.months[...60])
      let trend = try PriceTrend(years: history.indices.map { Double($0) / 12 }, prices: history)
      drifts.append(trend.drift)
      variances.append(trend.volatility * trend.volatility)
      errors.append(log(price.months[84] / price.months[60]) - 2 * trend.drift)
    }
    #expect(
      holds("trend fitted to five years of a random walk", "the drift", drifts, mean: log(0.75), variance: 0.04 / 5))
    #expect(Moments(variances).agrees(mean: 0.04))
    #expect(Moments(errors).agrees(variance: 0.04 * (2 + 4.0 / 5)))
  }
}

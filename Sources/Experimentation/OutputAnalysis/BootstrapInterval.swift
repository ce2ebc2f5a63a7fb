import CGSL
import EventSimulation
import Randomness

/// The interval of any statistic, from samples drawn with replacement out of the sample itself.
///
/// ```swift
/// let spread = BootstrapInterval(npv) { $0[$0.count - 1] - $0[0] }
/// spread.estimate.low
/// ```
/// The percentile interval takes the quantiles of the statistic over the resamples. The bias-corrected and accelerated
/// one shifts them for the bias of the statistic and for a variance that changes with it; it is the better one for
/// skewed statistics, and the default. The same seed gives the same interval. Efron 1979, 1987; DiCiccio and Efron
/// 1996, "Bootstrap Confidence Intervals".
package struct BootstrapInterval: Sendable, Hashable {
  /// How the ends are found from the resamples.
  package enum Method: Sendable, Hashable, CaseIterable {
    case percentile
    case biasCorrectedAndAccelerated
  }

  /// The statistic of the sample, with its interval.
  package let estimate: Estimate
  /// The standard deviation of the statistic over the resamples.
  package let standardError: Double
  /// The mean of the statistic over the resamples less that of the sample.
  package let bias: Double

  /// Resamples the values of one measure.
  /// - Parameter statistic: of values in ascending order, which it may not depend on otherwise.
  /// - Complexity: as many calls of `statistic` as there are resamples, and up to 400 more for the second method.
  package init(
    _ sample: Sample, confidence: Double = 0.95, method: Method = .biasCorrectedAndAccelerated, resamples: Int = 1999,
    seed: UInt64 = 0, statistic: ([Double]) -> Double
  ) {
    let sorted = sample.sorted
    var rankOfRow = [Int](repeating: 0, count: sorted.count)
    for (rank, row) in sample.values.indices.sorted(by: { sample.values[$0] < sample.values[$1] }).enumerated() {
      rankOfRow[row] = rank
    }
    // Ranks are counted, not values sorted: the resample comes out in order.
    var times = [Int](repeating: 0, count: sorted.count)
    var resample = sorted
    self.init(
      rows: sorted.count, confidence, method, resamples, seed, value: statistic(sorted),
      resampled: { stream in
        for rank in times.indices { times[rank] = 0 }
        for _ in times.indices { times[stream.index(below: sorted.count)] += 1 }
        var place = 0
        for (rank, times) in times.enumerated() {
          for _ in 0..<times {
            resample[place] = sorted[rank]
            place += 1
          }
        }
        return statistic(resample)
      },
      without: { rows in
        var isLeftOut = [Bool](repeating: false, count: sorted.count)
        for row in rows { isLeftOut[rankOfRow[row]] = true }
        return statistic(zip(sorted, isLeftOut).filter { !$1 }.map(\.0))
      })
  }

  /// Resamples whole rows, for a statistic of several measures of the same replications.
  /// - Parameter statistic: of the rows with those numbers, from 0.
  package init(
    rows: Int, confidence: Double = 0.95, method: Method = .biasCorrectedAndAccelerated, resamples: Int = 1999,
    seed: UInt64 = 0, statistic: ([Int]) -> Double
  ) {
    var resample = Array(0..<rows)
    self.init(
      rows: rows, confidence, method, resamples, seed, value: statistic(resample),
      resampled: { stream in
        for place in resample.indices { resample[place] = stream.index(below: rows) }
        return statistic(resample)
      },
      without: { left in statistic((0..<rows).filter { !left.contains($0) }) })
  }

  private init(
    rows: Int, _ confidence: Double, _ method: Method, _ resamples: Int, _ seed: UInt64, value: Double,
    resampled: (RandomStream) -> Double, without: (Range<Int>) -> Double
  ) {
    precondition(rows > 0, "a bootstrap needs one value at least")
    precondition(resamples >= 2, "a bootstrap needs two resamples at least")
    let stream = RandomStream(seed: seed, replication: 0, name: "bootstrap")
    let statistics = (0..<resamples).map { _ in resampled(stream) }
    let sorted = statistics.sorted()
    let tally = Tally(statistics)
    bias = (tally.mean ?? value) - value
    standardError = tally.standardDeviation ?? 0
    var levels = ((1 - confidence) / 2, (1 + confidence) / 2)
    if method == .biasCorrectedAndAccelerated, rows > 1, sorted[0] < sorted[resamples - 1] {
      let below = statistics.reduce(0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) } / Double(resamples)
      // None of the resamples below the value is as few as one can count.
      let share = min(max(below, 0.5 / Double(resamples)), 1 - 0.5 / Double(resamples))
      let shift = gsl_cdf_ugaussian_Pinv(share)
      let acceleration = Self.acceleration(Self.groups(of: rows).map(without))
      let move = { (level: Double) in
        let z = shift + gsl_cdf_ugaussian_Pinv(level)
        return gsl_cdf_ugaussian_P(shift + z / (1 - acceleration * z))
      }
      levels = (move(levels.0), move(levels.1))
    }
    estimate = Estimate(
      value, QuantileType.weibull.quantile(levels.0, ofSorted: sorted),
      QuantileType.weibull.quantile(levels.1, ofSorted: sorted), confidence: confidence)
  }

  /// Up to 400 rows one by one, and more in as many groups: leaving out a group moves a statistic as the sum of its
  /// rows would, and the skewness of the sums over all groups is that of the rows.
  private static func groups(of rows: Int) -> [Range<Int>] {
    let groups = min(rows, 400)
    return (0..<groups).map { ($0 * rows / groups)..<(($0 + 1) * rows / groups) }
  }

  /// A sixth of the skewness of the statistic's influence values, from leaving out rows in turn.
  private static func acceleration(_ statistics: [Double]) -> Double {
    let mean = statistics.reduce(0, +) / Double(statistics.count)
    let squares = statistics.reduce(0) { $0 + (mean - $1) * (mean - $1) }
    let cubes = statistics.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}

import EventSimulation
import Randomness

/// How a method learns the spread of its indices: it draws the rows again, with replacement, and estimates again.
///
/// The 95 % interval of an index is its value ± 1.96 standard deviations of the estimates from the resamples.
/// Efron 1979; Archer, Saltelli and Sobol 1997 for sensitivity indices.
package struct Bootstrap: Sendable, Hashable {
  /// The number of resamples; below 2 there are no intervals.
  package let resamples: Int
  /// The seed of the run; 0 is a seed like any other.
  package let seed: UInt64

  package init(resamples: Int = 1000, seed: UInt64 = 0) {
    precondition(resamples >= 0, "a number of resamples can't be negative")
    self.resamples = resamples
    self.seed = seed
  }

  /// The two-sided 95 % quantile of the standard normal distribution.
  static let normalQuantile = 1.959963984540054

  /// The spread of the estimates of each index.
  ///
  /// - `rows`: How many rows, blocks or trajectories there are to draw from.
  /// - `stream`: What is resampled; keyed as `bootstrap/…`, so that every method and measure has draws of its own.
  /// - `estimate`: The indices, from how often each row was drawn. An index that is not finite is not counted.
  func spread(rows: Int, stream: String, _ estimate: (_ counts: [Int]) -> [Double]) -> [Tally] {
    guard rows > 0 else { return [] }
    let draws = Streams(seed: seed, replication: 0).stream("bootstrap/\(stream)")
    var tallies: [Tally] = []
    for _ in 0..<resamples {
      var counts = [Int](repeating: 0, count: rows)
      for _ in 0..<rows { counts[draws.index(below: rows)] += 1 }
      Self.add(estimate(counts), to: &tallies)
    }
    return tallies
  }

  private static func add(_ estimates: [Double], to tallies: inout [Tally]) {
    if tallies.isEmpty { tallies = estimates.map { _ in Tally() } }
    for (place, estimate) in estimates.enumerated() where estimate.isFinite { tallies[place].add(estimate) }
  }
}

extension [Tally] {
  /// Half the width of the 95 % interval of an index, by its place; `nil` where it was estimated fewer than twice.
  func halfWidth(_ place: Int) -> Double? {
    guard indices.contains(place) else { return nil }
    return self[place].standardDeviation.map { Bootstrap.normalQuantile * $0 }
  }
}

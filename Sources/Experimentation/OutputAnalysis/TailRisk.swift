/// How bad the worst outcomes are: the value at risk and the expected shortfall of a payoff.
///
/// Both are payoffs in the unit of the measure, not losses with the sign turned: a value at risk of −2 at a tail of 5 %
/// says that one outcome in twenty is −2 or worse, and an expected shortfall of −3 that those are −3 on average.
/// Artzner, Delbaen, Eber and Heath 1999; Acerbi and Tasche 2002, which is exact where n × tail is no whole number.
package struct TailRisk: Sendable, Hashable {
  /// The share of outcomes that count as the worst.
  package let tail: Double
  /// The quantile of the tail's probability, of type 7, with the interval between order statistics.
  package let valueAtRisk: Estimate
  /// The mean of the worst outcomes, with a bootstrap interval.
  package let expectedShortfall: Estimate

  package init(
    _ sample: Sample, tail: Double = 0.05, confidence: Double = 0.95, resamples: Int = 999, seed: UInt64 = 0
  ) {
    precondition(tail > 0 && tail < 1, "a tail is a share between 0 and 1")
    self.tail = tail
    valueAtRisk = OrderStatisticInterval.estimate(tail, of: sample, confidence: confidence)
    expectedShortfall =
      BootstrapInterval(sample, confidence: confidence, resamples: resamples, seed: seed) {
        Self.expectedShortfall(tail, ofSorted: $0)
      }.estimate
  }

  /// The mean of the worst share of the values; a value that lies across its edge counts in part.
  /// - Parameter sorted: at least one value, the least first.
  package static func expectedShortfall(_ tail: Double, ofSorted sorted: [Double]) -> Double {
    let size = tail * Double(sorted.count)
    let whole = min(Int((size + 1e-9 * size).rounded(.down)), sorted.count)
    var sum = 0.0
    for rank in 0..<whole { sum += sorted[rank] }
    let part = size - Double(whole)
    if whole < sorted.count && part > 1e-9 * size { sum += part * sorted[whole] }
    return sum / size
  }
}

package import EventSimulation

/// The distribution of a measure over the replications.
///
/// A replication without a value counts as later than all others: an event that has not come yet. So a quantile that
/// falls among them has no value, and neither has the mean, which would be one over the survivors.
package struct MeasureSummary: Sendable {
  /// Of the replications that have a value.
  package private(set) var tally = Tally()
  /// Replications without a value.
  package private(set) var empty = 0
  /// Replications whose value is above 0.
  package private(set) var positive = 0
  private var sketch: QuantileSketch

  /// The percentiles that every table shows.
  package static let percentiles = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]

  package init(exactCount: Int = 10_000) { sketch = QuantileSketch(exactCount: exactCount, bufferSize: 1024) }

  package mutating func add(_ value: Double?) {
    guard let value else {
      empty += 1
      return
    }
    tally.add(value)
    if value > 0 { positive += 1 }
    sketch.add(value)
  }

  /// Replications, with and without a value.
  package var count: Int { tally.count + empty }

  /// The mean over all replications; `nil` where some have no value.
  package var mean: Double? { empty == 0 ? tally.mean : nil }

  package var standardDeviation: Double? { empty == 0 ? tally.standardDeviation : nil }

  /// The 95 % interval of the mean, by Student's t.
  package var interval: ConfidenceInterval? { empty == 0 ? ConfidenceInterval(of: tally) : nil }

  package var minimum: Double? { tally.minimum }

  /// The largest value; `nil` where some replications have none, which is later than any.
  package var maximum: Double? { empty == 0 ? tally.maximum : nil }

  /// Quantiles of type 7 (Hyndman and Fan), exact as long as the sketch is; `nil` among the replications without a value.
  package func quantiles(_ probabilities: [Double]) -> [Double?] {
    let count = Double(self.count)
    // The position among all, as a probability among those that have a value.
    let positions = probabilities.map { $0 * (count - 1) / Double(tally.count - 1) }
    guard tally.count > 1 else {
      return probabilities.map { tally.count == 1 && $0 * (count - 1) <= 0 ? tally.minimum : nil }
    }
    let known = sketch.quantiles(positions.map { min($0, 1) }) ?? []
    return zip(positions, known).map { $0 <= 1 ? $1 : nil }
  }
}

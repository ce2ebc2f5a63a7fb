package import EventSimulation

/// The distribution of a measure over the replications.
///
/// A replication without a value counts as later than all others: an event that has not come yet. So a quantile that
/// falls among them has no value, and neither has the mean, which would be one over the survivors. Of a measure that is
/// no event, such as a rate of return, nobody knows where it would lie, and no quantile has a value.
package struct MeasureSummary: Sendable {
  /// Of the replications that have a value.
  package private(set) var tally = Tally()
  /// Replications without a value.
  package private(set) var empty = 0
  /// Replications whose value is above 0.
  package private(set) var positive = 0
  private var sketch: QuantileSketch
  private let isProbability: Bool
  private let isEvent: Bool

  /// The percentiles that every table shows.
  package static let percentiles = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]

  /// - `isProbability`: whether every value is 0 or 1, so that the mean is a probability.
  /// - `isEvent`: whether a replication without a value is later than any.
  package init(exactCount: Int = 10_000, isProbability: Bool = false, isEvent: Bool = true) {
    self.isEvent = isEvent
    sketch = QuantileSketch(exactCount: exactCount, bufferSize: 1024)
    self.isProbability = isProbability
  }

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

  /// The 95 % interval of the mean: Student's, or of a probability the score interval. Wilson 1927.
  package var interval: Estimate? {
    guard empty == 0, tally.count > 1 else { return nil }
    return isProbability
      ? Proportion(positive, of: tally.count).estimate() : Estimate(meanOf: tally, confidence: 0.95)
  }

  /// The least value; `nil` where one without a value might be less.
  package var minimum: Double? { isEvent || empty == 0 ? tally.minimum : nil }

  /// The largest value; `nil` where some replications have none, which is later than any.
  package var maximum: Double? { empty == 0 ? tally.maximum : nil }

  /// How many of the replications have a value of at most so much: for each of those values, which rise. Exact as long as the
  /// sketch is, and within its error beyond.
  package func counts(atMost values: [Double]) -> [Int] { sketch.counts(atMost: values) }

  /// Quantiles of type 7 of the values there are, leaving out the replications without; empty where there are none.
  package func valueQuantiles(_ probabilities: [Double]) -> [Double] { sketch.quantiles(probabilities) ?? [] }

  /// Quantiles of type 7 (Hyndman and Fan), exact as long as the sketch is; `nil` among the replications without a value.
  package func quantiles(_ probabilities: [Double]) -> [Double?] {
    guard isEvent || empty == 0 else { return probabilities.map { _ in nil } }
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

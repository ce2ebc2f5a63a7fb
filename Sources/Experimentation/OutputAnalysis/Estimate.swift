package import EventSimulation

/// A figure with the interval that holds the truth with a stated confidence.
///
/// The interval need not be symmetric. An end that the data can't give is infinite: a single replication has a mean, but
/// says nothing about how far off it is.
package struct Estimate: Sendable, Hashable {
  /// The figure, in the unit of the measure.
  package var value: Double
  /// The low end of the interval.
  package var low: Double
  /// The high end of the interval.
  package var high: Double
  /// The confidence, between 0 and 1.
  package var confidence: Double

  package init(_ value: Double, _ low: Double, _ high: Double, confidence: Double) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    self.value = value
    self.low = low
    self.high = high
    self.confidence = confidence
  }

  /// A figure with as much to either side.
  package init(_ value: Double, halfWidth: Double, confidence: Double) {
    self.init(value, value - halfWidth, value + halfWidth, confidence: confidence)
  }

  /// The mean of a tally that is not empty, with Student's interval; unbounded for a single value.
  package init(meanOf tally: Tally, confidence: Double) {
    let half = ConfidenceInterval(of: tally, confidence: confidence)?.halfWidth ?? .infinity
    self.init(tally.mean ?? .nan, halfWidth: half, confidence: confidence)
  }

  /// Half the length of the interval.
  package var halfWidth: Double { (high - low) / 2 }

  /// Whether both ends are finite.
  package var isBounded: Bool { low.isFinite && high.isFinite }

  /// Whether a value lies within the interval.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The same figure where it can't be less than 0: an end below 0 is 0.
  package var notNegative: Estimate { Estimate(max(value, 0), max(low, 0), max(high, 0), confidence: confidence) }
  /// The same figure with its sign turned.
  package var negated: Estimate { Estimate(-value, -high, -low, confidence: confidence) }
}

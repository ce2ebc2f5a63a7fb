import ValidationRecord

/// The greatest relative errors of a block of figures.
struct WorstError {
  private(set) var relative = 0.0
  private(set) var count = 0

  /// Notes a figure; the error is relative to what was expected, or to `scale` where that is greater.
  mutating func note(_ value: Double, _ expected: Double, scale: Double = 1e-300) {
    relative = max(relative, abs(value - expected) / max(abs(expected), scale))
    if !value.isFinite { relative = .infinity }
    count += 1
  }

  /// Notes figures that are there or not; one that is missing where it was expected, or the reverse, is infinitely off.
  mutating func note(_ value: Double?, _ expected: Double?, scale: Double = 1e-300) {
    switch (value, expected) {
    case (let value?, let expected?): note(value, expected, scale: scale)
    case (nil, nil): count += 1
    default: relative = .infinity
    }
  }

  /// Whether all figures agree, and a row of the validation table.
  func agrees(_ topic: ValidationTopic, _ block: String, with peer: String, within bound: Double) -> Bool {
    Validation.agreement(topic, block, with: peer, figures: count, worst: relative, within: bound)
  }
}

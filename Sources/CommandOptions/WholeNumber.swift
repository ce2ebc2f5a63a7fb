import ArgumentParser

/// Reads the numbers of options.
enum WholeNumber {
  /// A value with a minus is taken as a value too, so that the message can say what was expected instead.
  static func read<Value: FixedWidthInteger>(_ text: String, in range: ClosedRange<Value>) throws -> Value {
    guard let value = Value(text), range.contains(value) else {
      throw ValidationError("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}

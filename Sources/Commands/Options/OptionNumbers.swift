import ArgumentParser
import Randomness

// Readers of the numbers of options. A value with a minus is taken as a value too, so that the message can say what was
// expected instead.

/// Reads options that are a whole number.
enum WholeNumber {
  static func read<Value: FixedWidthInteger>(_ text: String, in range: ClosedRange<Value>) throws -> Value {
    guard let value = Value(text), range.contains(value) else {
      throw ValidationError("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}

/// Reads options that are a number above 0.
enum PositiveNumber {
  /// Reads a number within limits that a machine or a clock sets.
  static func read(_ text: String, in range: ClosedRange<Double>) throws -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw ValidationError("expected a number from \(range.lowerBound.shortest) to \(range.upperBound.shortest)")
    }
    return value
  }

  static func read(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value.isFinite else {
      throw ValidationError("expected a number above 0, such as 2.5e6")
    }
    return value
  }
}

/// Reads options that are a proportion.
enum ProportionOption {
  static func read(_ text: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    let number = Double(isPercent ? String(text.dropLast()) : text).map { isPercent ? $0 / 100 : $0 }
    guard let share = number, share > 0, share < 1 else {
      throw ValidationError("expected a share between 0 and 1, such as 0.8 or 80%")
    }
    return share
  }
}

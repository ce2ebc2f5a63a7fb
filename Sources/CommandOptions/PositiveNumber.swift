import ArgumentParser

/// Reads options that are a number above 0.
enum PositiveNumber {
  static func read(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value.isFinite else {
      throw ValidationError("expected a number above 0, such as 2.5e6")
    }
    return value
  }
}

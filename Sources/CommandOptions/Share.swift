import ArgumentParser

/// Reads options that are a share.
enum Share {
  static func read(_ text: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    let number = Double(isPercent ? String(text.dropLast()) : text).map { isPercent ? $0 / 100 : $0 }
    guard let share = number, share > 0, share < 1 else {
      throw ValidationError("expected a share between 0 and 1, such as 0.8 or 80%")
    }
    return share
  }
}

import Randomness

/// Writes fields as RFC 4180 wants them.
enum CSVText {
  /// A field, quoted where it must be.
  static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// What a field says.
  static func text(_ field: String) -> String {
    guard field.utf8.first == 0x22 else { return field }
    return field.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false).joined(
      separator: "\"")
  }

  /// A number, in the shortest text that reads back as the same number; whole numbers without a point.
  static func number(_ value: Double) -> String { value.shortest }

  /// A number, or an empty cell.
  static func number(_ value: Double?) -> String { value.map { number($0) } ?? "" }
}

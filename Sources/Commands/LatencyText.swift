import Experimentation
import Randomness

/// Latencies as a reader writes and reads them.
enum LatencyText {
  /// `498 ms`, `1.23 s`, `-` for none.
  static func short(_ seconds: Double?) -> String {
    guard let seconds else { return "-" }
    // What a difference of two times leaves of rounding is no time.
    if abs(seconds) < 5e-10 { return "0 ms" }
    return seconds < 0.9995 ? NumberText.short(1000 * seconds) + " ms" : NumberText.short(seconds) + " s"
  }

  /// Reads `500ms`, `2 s`, `1.5s`, `2min`, `3h`.
  /// - Throws: `InvalidValue` for anything else; `option` is what the value was written for.
  static func read(_ text: String, for option: String) throws(InvalidValue) -> Duration {
    let number = text.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
    let unit = text.dropFirst(number.count).filter { !$0.isWhitespace }
    let units = ["ms": 0.001, "s": 1, "min": 60, "h": 3600]
    guard let value = Double(number), let factor = units[unit], (1e-9...1e9).contains(value * factor) else {
      throw InvalidValue(
        "\(option) \(text)", "expected a time above 0 with its unit",
        remedy: unit.isEmpty && (Double(number) ?? 0) > 0
          ? "write \(number)ms or \(number)s" : "for example 500ms, 2s or 1min")
    }
    return .nanoseconds(Int64((value * factor * 1e9).rounded()))
  }
}

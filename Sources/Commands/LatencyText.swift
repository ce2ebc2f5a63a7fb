import Experimentation
import Randomness
import Serving

/// Latencies as a reader writes and reads them.
enum LatencyText {
  /// `498 ms`, `1.23 s`, `-` for none.
  static func short(_ seconds: Double?) -> String {
    guard let seconds else { return "-" }
    return seconds < 0.9995 ? NumberText.short(1000 * seconds) + " ms" : NumberText.short(seconds) + " s"
  }

  /// Reads `500ms`, `2 s`, `1.5s`, `2min`.
  /// - Throws: `InvalidValue` for anything else; `option` is what the value was written for.
  static func read(_ text: String, for option: String) throws(InvalidValue) -> Duration {
    let number = text.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
    let unit = text.dropFirst(number.count).filter { !$0.isWhitespace }
    let units = ["ms": 0.001, "s": 1, "min": 60]
    guard let value = Double(number), let factor = units[unit], value > 0, value * factor < 1e9 else {
      throw InvalidValue(
        "\(option) \(text)", "expected a time above 0 with its unit",
        remedy: unit.isEmpty && Double(number) != nil
          ? "write \(number)ms or \(number)s" : "for example 500ms, 2s or 1min")
    }
    return .nanoseconds(Int64((value * factor * 1e9).rounded()))
  }
}

/// What an hour of one GPU costs: as the user says, or as is known of the latest year.
struct GPUPrice {
  /// US dollars an hour.
  let range: ClosedRange<Double>
  let source: String

  /// `nil` where neither is known.
  init?(_ stated: Double?, of gpu: GPU?) {
    if let stated {
      range = stated...stated
      source = "as stated"
      return
    }
    let rents = gpu?.prices.filter { $0.kind == .rent } ?? []
    // Dates begin with the year, but for the case's, which has none.
    let latest = rents.map { Int($0.date.prefix(4)) ?? 0 }.max()
    let facts = rents.filter { Int($0.date.prefix(4)) ?? 0 == latest }
    guard let low = facts.map(\.low).min(), let high = facts.map(\.high).max() else { return nil }
    range = low...high
    source = facts.map { "\($0.source), \($0.date)" }.joined(separator: "; ")
  }

  /// Dollars for so many GPU-hours: `12.4 USD`, `8.84 to 16.4 USD`.
  func text(hours: Double) -> String { Self.text(range.lowerBound * hours...range.upperBound * hours) }

  static func text(_ dollars: ClosedRange<Double>) -> String {
    let low = NumberText.short(dollars.lowerBound)
    return dollars.lowerBound == dollars.upperBound
      ? "\(low) USD" : "\(low) to \(NumberText.short(dollars.upperBound)) USD"
  }
}

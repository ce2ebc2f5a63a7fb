import Foundation

/// Tables of figures, printed when asked for: `PAYOFF_TABLES=1 swift test --filter ServingTests`.
enum Tables {
  static func show(_ title: String, _ rows: @autoclosure () -> [[String]]) {
    guard ProcessInfo.processInfo.environment["PAYOFF_TABLES"] != nil else { return }
    let rows = rows()
    let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    print("\n" + title)
    for row in rows {
      print(
        zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  "))
    }
  }

  /// `+3.1`, in percent.
  static func percent(_ share: Double) -> String { (share < 0 ? "" : "+") + number(100 * share, 1) }

  static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

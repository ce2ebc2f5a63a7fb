import Glibc

/// Numbers as a reader wants them: three or four figures, and a word for the thousands.
enum NumberText {
  /// `12.3 M`, `4,560`, `0.0731`
  static func short(_ value: Double) -> String {
    let magnitude = abs(value)
    switch magnitude {
    case 0: return "0"
    case ..<0.001: return format(value, significant: 3)
    case ..<1000: return format(value, significant: 3)
    case ..<100_000: return grouped(Int(value.rounded()))
    case ..<999_500_000: return format(value / 1e6, significant: 3) + " M"
    case ..<999_500_000_000: return format(value / 1e9, significant: 3) + " bn"
    default: return format(value / 1e12, significant: 3) + " tn"
    }
  }

  static func short(_ value: Double?) -> String { value.map { short($0) } ?? "never" }

  /// `7 %`, `0.4 %`
  static func percent(_ share: Double) -> String {
    let percent = 100 * share
    if percent == 0 || percent == 100 || percent == percent.rounded() { return "\(Int(percent)) %" }
    return format(percent, significant: percent < 10 || percent > 99 ? 2 : 3) + " %"
  }

  /// `40 s`, `3 min 20 s`, `2 h 5 min`
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "unknown time" }
    let whole: Int = Int(seconds.rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  private static func format(_ value: Double, significant: Int) -> String {
    guard value != 0 else { return "0" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    let decimals = max(0, significant - 1 - exponent)
    guard decimals <= 9 else { return "\(value)" }
    let scale = pow(10, Double(decimals))
    let rounded = (value * scale).rounded() / scale
    guard decimals > 0 else { return grouped(Int(rounded)) }
    var text = "\(abs(rounded))"
    let fraction = text.split(separator: ".").last?.count ?? 0
    text += String(repeating: "0", count: max(0, decimals - fraction))
    return (rounded < 0 ? "-" : "") + text
  }

  private static func grouped(_ value: Int) -> String {
    var digits = String(abs(value))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}

import Glibc
import Randomness

/// Numbers as a reader wants them: three or four figures, and a word for the thousands.
package enum NumberText {
  /// `12.3 M`, `4,560`, `0.0731`
  package static func short(_ value: Double) -> String {
    switch abs(value) {
    case 0: return "0"
    case ..<1e-6: return scientific(value)
    // What is less than all is not shown as all: 0.99991.
    case 0.995..<1: return (3...6).lazy.map { format(value, significant: $0) }.first { !$0.contains("1.") } ?? "1.00"
    case ..<1000: return format(value, significant: 3)
    case ..<999_500: return grouped(Int(value.rounded()))
    case ..<999_500_000: return format(value / 1e6, significant: 3) + " M"
    case ..<999_500_000_000: return format(value / 1e9, significant: 3) + " bn"
    case ..<1e18: return format(value / 1e12, significant: 3) + " tn"
    default: return scientific(value)
    }
  }

  /// `15`, `4,560`: a count has no decimals.
  package static func short(count: Int) -> String { abs(count) < 1000 ? "\(count)" : short(Double(count)) }

  /// `1.64e-10`
  private static func scientific(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    let mantissa = (value / pow(10, Double(exponent)) * 100).rounded() / 100
    return "\(Double("\(mantissa)e\(exponent)") ?? value)"
  }

  /// A number, or what stands in its place.
  package static func short(_ value: Double?, absence: Absence) -> String {
    value.map { short($0) } ?? absence.word(in: .english)
  }

  /// Whether a number is a share: from 0 to 1, or outside by what sums are rounded.
  package static func isShare(_ share: Double) -> Bool { (-1e-9...1 + 1e-9).contains(share) }

  /// A ratio of any size: `-12.5 %`, `250 %`, and one that is a share as ``percent(_:)``.
  package static func ratio(_ ratio: Double) -> String {
    guard ratio.isFinite else { return "\(ratio)" }
    return isShare(ratio) ? percent(ratio) : short(100 * ratio) + " %"
  }

  /// A rate of return a year: `12.5 %`, and `> 1,000 %` for those that only say that next to nothing was put in.
  package static func rate(_ rate: Double) -> String { rate > 10 ? "> 1,000 %" : ratio(rate) }

  /// `7 %`, `0.4 %`; only none is 0 % and only all is 100 %.
  ///
  /// - `share`: from 0 to 1. Another number is a programming error: what may be of any size is a ``ratio(_:)``.
  package static func percent(_ share: Double) -> String {
    precondition(isShare(share), "a share lies between 0 and 1, and this is \(share)")
    let share = min(max(share, 0), 1)
    let percent = 100 * share
    let nearest = percent.rounded()
    if abs(percent - nearest) < 1e-9, share == 0 || share == 1 || (1...99).contains(nearest) {
      return "\(Int(nearest)) %"
    }
    if percent < 0.01 { return "less than 0.01 %" }
    if percent > 99.99 { return "more than 99.99 %" }
    if percent > 99.9 { return format(percent, significant: 4) + " %" }
    return format(percent, significant: percent < 10 ? 2 : 3) + " %"
  }

  /// `40 s`, `3 min 20 s`, `2 h 5 min`
  package static func duration(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "unknown time" }
    let whole: Int = Int(seconds.rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  /// A number with so many figures that count.
  package static func format(_ value: Double, significant: Int) -> String {
    guard value != 0 else { return "0" }
    guard abs(value) < 1e15 else { return "\(value)" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    var decimals = max(0, significant - 1 - exponent)
    var scaled = (abs(value) * pow(10, Double(decimals))).rounded()
    // 0.9996 is 1.00, and not 1.000.
    if decimals > 0, scaled >= pow(10, Double(significant)) {
      decimals -= 1
      scaled = (scaled / 10).rounded()
    }
    guard decimals > 0 else { return grouped(Int(scaled) * (value < 0 ? -1 : 1)) }
    let digits = "\(Int(scaled))"
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
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

extension Double {
  /// The number to three significant digits, as a sentence shows it.
  var shortText: String {
    guard isFinite, self != 0 else { return shortest }
    let digits = 2 - Int(floor(log10(abs(self))))
    // Dividing by a power of ten is exact where multiplying by its inverse is not.
    let scale = pow(10, Double(abs(digits)))
    return (digits >= 0 ? (self * scale).rounded() / scale : (self / scale).rounded() * scale).shortest
  }
}

import Glibc
import Randomness

/// A value so far outside of the distribution that its input is declared with that its unit may be mistaken: a price of 1000
/// tokens for one of a million. It is simulated as it was set, and said.
///
/// Wherever a value comes from, the command line, a sheet, the dialogue or the live page, it is examined here.
package struct ValueDoubt: Sendable, Hashable {
  /// The input that is set.
  package let input: String
  private let english: String
  private let chinese: String

  /// So many times beyond its declared distribution a value is doubtful; a figure that is declared as one number says
  /// nothing of a range, and is doubtful where it is off by about a thousand.
  private static let (factor, factorOfConstant) = (20.0, 500.0)

  /// - Parameter set: what is set, in the unit of the input.
  /// - Returns: `nil` for a value that is near, for 0, which leaves something out, and where what is declared is 0 or has no
  ///   finite range.
  init?(_ override: Override, _ set: Distribution, of input: InputDeclaration) {
    let (low, high) = (input.distribution.quantile(0.001), input.distribution.quantile(0.999))
    let (value, reach) = (set.quantile(0.5), max(abs(low), abs(high)))
    guard low.isFinite, high.isFinite, value.isFinite, value != 0, reach > 0, input.leftOut != value else { return nil }
    let factor = input.distribution.variance == 0 ? Self.factorOfConstant : Self.factor
    let isAbove = abs(value) > factor * reach
    guard isAbove || (low > 0 && value > 0 && value < low / factor) else { return nil }
    self.input = input.name
    let unit = input.unit == .one ? "" : " \(input.unit)"
    let range = low == high ? Self.short(low) : "\(Self.short(low)) to \(Self.short(high))"
    let rangeInChinese = low == high ? Self.short(low) : "\(Self.short(low)) 至 \(Self.short(high))"
    let far = isAbove && value > 0 ? ("above", "高于") : ("below", "低于")
    let hint = low > 0 ? Self.hint(value, within: low / factor...high * factor, isAbove: isAbove, input) : nil
    english =
      "\(override.subject): \(Self.short(value))\(unit) is far \(far.0) what is declared for \(input.name) (\(range)\(unit))"
      + (hint.map { "; do you mean \($0.english)?" } ?? "; is the unit right?")
    chinese =
      "\(override.subject)：\(Self.short(value))\(unit) 远\(far.1) \(input.name) 的设定范围（\(rangeInChinese)\(unit)）"
      + (hint.map { "；是否应为 \($0.chinese)？" } ?? "；请核对单位")
  }

  /// A value a thousand times larger or smaller, where that would be near.
  private static func hint(
    _ value: Double, within range: ClosedRange<Double>, isAbove: Bool, _ input: InputDeclaration
  ) -> (english: String, chinese: String)? {
    let near = isAbove ? value / 1000 : value * 1000
    guard range.contains(near) else { return nil }
    let unit = input.unit == .one ? "" : " \(input.unit)"
    let meant = short(near) + unit
    let reading = UnitReading.of(input.unit)
    guard !isAbove, reading.denominator == "token", reading.below == 1e6 else { return (meant, meant) }
    // What is quoted for 1000 tokens is a thousandth of what is quoted for a million.
    let perThousand = "\(value.shortest) \(reading.numerator.uppercased()) per 1k tokens"
    return ("\(perThousand), which is \(meant)", "\(perThousand)（即 \(meant)）")
  }

  /// With at most three digits, and no zeros behind them.
  private static func short(_ value: Double) -> String {
    guard value != 0, 1e-6..<1000 ~= abs(value) else { return NumberText.short(value) }
    let scale = pow(10, 2 - log10(abs(value)).rounded(.down))
    return ((value * scale).rounded() / scale).shortest
  }

  /// What is doubtful, and what may be meant.
  package func text(in language: Language) -> String { language(english, chinese) }
}

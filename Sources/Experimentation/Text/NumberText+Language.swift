extension NumberText {
  /// A number in words of a language: `12.3 M`, `1230 万`.
  package static func short(_ value: Double, in language: Language) -> String {
    guard language == .chinese else { return short(value) }
    switch abs(value) {
    case ..<99_950: return short(value)
    case ..<99_950_000: return ungrouped(value / 1e4) + " 万"
    case ..<999_500_000_000: return ungrouped(value / 1e8) + " 亿"
    case ..<1e18: return ungrouped(value / 1e12) + " 万亿"
    default: return "\(value)"
    }
  }

  /// Three figures without commas: `1230`, which a word for ten thousands follows.
  private static func ungrouped(_ value: Double) -> String { format(value, significant: 3).replacing(",", with: "") }

  /// A share in words of a language: `7 %`, `不到 0.01 %`.
  package static func percent(_ share: Double, in language: Language) -> String {
    translated(percent(share), to: language)
  }

  /// The same of a rate of return a year.
  package static func rate(_ rate: Double, in language: Language) -> String {
    translated(self.rate(rate), to: language)
  }

  /// The same of a ratio of any size.
  package static func ratio(_ ratio: Double, in language: Language) -> String {
    translated(self.ratio(ratio), to: language)
  }

  private static func translated(_ text: String, to language: Language) -> String {
    guard language == .chinese else { return text }
    return text.replacing("less than ", with: "不到 ").replacing("more than ", with: "超过 ")
  }
}

/// A language that reports and charts are written in.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  /// The text of the two that is in this language.
  package func callAsFunction(_ english: String, _ chinese: String) -> String {
    self == .english ? english : chinese
  }
}

/// A text in English, and in Chinese where somebody has written it.
///
/// ```swift
/// let title: Text = "forecast"
/// let both = Text("forecast", zh: "预测")
/// ```
package struct Text: Sendable, Hashable, ExpressibleByStringInterpolation {
  package let english: String
  package let chinese: String?

  package init(_ english: String, zh chinese: String? = nil) {
    self.english = english
    self.chinese = chinese
  }

  package init(stringLiteral value: String) { self.init(value) }

  /// The text in a language; English where there is none in Chinese.
  package func callAsFunction(in language: Language) -> String {
    language == .english ? english : chinese ?? english
  }
}

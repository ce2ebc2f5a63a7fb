package import Experimentation

/// A language that reports and pictures are written in.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  /// The text of the two that is in this language.
  package func callAsFunction(_ english: String, _ chinese: String) -> String {
    self == .english ? english : chinese
  }

  /// The text in this language; in English where nobody has written it.
  package func callAsFunction(_ text: LocalizedText) -> String {
    self == .english ? text.english : text.chinese ?? text.english
  }
}

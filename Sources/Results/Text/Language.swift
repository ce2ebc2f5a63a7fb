/// A language that reports and pictures are written in.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  /// The text of the two that is in this language.
  package func callAsFunction(_ english: String, _ chinese: String) -> String {
    self == .english ? english : chinese
  }
}

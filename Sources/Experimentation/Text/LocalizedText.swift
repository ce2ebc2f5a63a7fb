/// A text in English, and in Chinese where somebody has written it.
///
/// ```swift
/// let title = LocalizedText("Sobol indices", "Sobol 指数")
/// ```
package struct LocalizedText: Sendable, Hashable, ExpressibleByStringLiteral {
  package let english: String
  /// `nil` where nobody has written it: a Chinese page then shows the English text.
  package let chinese: String?

  package init(_ english: String, _ chinese: String?) {
    self.english = english
    self.chinese = chinese
  }

  package init(stringLiteral english: String) { self.init(english, nil) }
}

/// The texts of an experiment in another language, each by its English text.
///
/// ```swift
/// static let chinese: Translation = [
///   question: "用大语言模型回答客户，何时能够盈利？",
///   "rent of a GPU": "GPU 租金",  // a meaning
///   "team": "研发团队",  // the name of a cost
///   "a busy street": "繁忙街道",  // what a source says
///   "hourly": "按小时调整",  // an option
/// ]
/// ```
/// Pages and charts in that language use it for the question; the meanings of inputs, choices and settings; options;
/// sources; names of loads, fleets, costs, benefits, measures and checks; explanations of checks; and words in units.
/// A text without an entry stays English.
public struct Translation: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// By English text.
  package private(set) var texts: [String: String] = [:]

  package init(_ texts: [String: String]) { self.texts = texts }

  public init(dictionaryLiteral elements: (String, String)...) {
    for (english, other) in elements { texts[english] = other }
  }

  /// The text for an English one; `nil` where there is none.
  public subscript(english: String) -> String? {
    get { texts[english] }
    set { texts[english] = newValue }
  }

  /// This translation with the entries of another.
  public func merging(_ other: Translation) -> Translation {
    var merged = self
    merged.texts.merge(other.texts) { _, new in new }
    return merged
  }
}

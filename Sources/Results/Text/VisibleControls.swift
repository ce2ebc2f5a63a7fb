extension String {
  /// The text with its control characters as escapes, as Swift writes them: `\u{1B}[31m`.
  ///
  /// A terminal obeys those that it finds in a text, and the texts of a directory may be somebody else's. A text that has none
  /// is as it was.
  /// - Parameter inLines: whether ends of lines and tabs stay as they are, as in a text; they do not belong in a name.
  package func showingControls(inLines: Bool = false) -> String {
    func isShown(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "\n", "\t": !inLines
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": true
      default: false
      }
    }
    // In UTF-8 those behind ASCII begin with the byte C2.
    let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 }
    guard !isPlain, unicodeScalars.contains(where: isShown) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n" where !inLines: text += "\\n"
      case "\t" where !inLines: text += "\\t"
      case _ where isShown(scalar): text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension [String: String] {
  /// Both its keys and its values with their control characters as escapes, in lines.
  var showingControls: [String: String] {
    Dictionary(
      map { ($0.key.showingControls(inLines: true), $0.value.showingControls(inLines: true)) },
      uniquingKeysWith: { first, _ in first })
  }
}

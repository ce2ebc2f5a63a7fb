import Results

/// A text whose lines are at most as wide as a terminal that nobody has widened.
enum FittedText {
  static let width = 80

  /// Breaks the lines that are longer; what follows the first stands under it.
  static func fit(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      guard Paragraph.width(of: withoutColours(line)) > width else { return [String(line)] }
      return Paragraph.wrap(String(line), indent: line.prefix { $0 == " " }.count, width: width)
    }.joined(separator: "\n")
  }

  /// The text without the sequences that switch colours.
  private static func withoutColours(_ text: Substring) -> String {
    var plain = ""
    var isInside = false
    for character in text {
      if character == "\u{1B}" {
        isInside = true
      } else if isInside {
        if character.isLetter { isInside = false }
      } else {
        plain.append(character)
      }
    }
    return plain
  }
}

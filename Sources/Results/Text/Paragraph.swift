/// Text in lines that fit a terminal or a picture.
package enum Paragraph {
  /// The lines of a text, each with that many blanks before it.
  ///
  /// A line is broken at blanks, and between characters that are as wide as two letters, as Chinese ones are.
  package static func wrap(_ text: String, indent: Int = 0, width: Int = 80) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for (piece, isAfterBlank) in pieces(of: text) {
      let blank = isAfterBlank && !line.isEmpty ? 1 : 0
      let pieceWidth = Self.width(of: piece)
      if !line.isEmpty, indent + lineWidth + blank + pieceWidth > width, !closes(piece) {
        lines.append(margin + line)
        line = ""
        lineWidth = 0
      } else if blank > 0 {
        line += " "
        lineWidth += 1
      }
      line += piece
      lineWidth += pieceWidth
    }
    if !line.isEmpty { lines.append(margin + line) }
    return lines
  }

  /// How many letters wide a text is on a terminal.
  package static func width(of text: String) -> Int { text.reduce(0) { $0 + (isWide($1) ? 2 : 1) } }

  /// What is never parted: words, and single wide characters; and whether a blank stands before.
  private static func pieces(of text: String) -> [(text: String, isAfterBlank: Bool)] {
    var pieces: [(String, Bool)] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      var piece = ""
      var isFirst = true
      for character in word {
        if isWide(character) {
          if !piece.isEmpty {
            pieces.append((piece, isFirst))
            isFirst = false
          }
          pieces.append((String(character), isFirst))
          isFirst = false
          piece = ""
        } else {
          piece.append(character)
        }
      }
      if !piece.isEmpty { pieces.append((piece, isFirst)) }
    }
    return pieces
  }

  /// A mark that ends what stands before it begins no line.
  private static func closes(_ piece: String) -> Bool { piece.count == 1 && "，。；：、）！？".contains(piece) }

  /// Whether a terminal gives the character the width of two letters.
  private static func isWide(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return true
    default: return false
    }
  }
}

import Results
import TextTable

/// A table in columns for the terminal, at most eighty wide: columns that have no room stand in a block of their own below.
struct TextualTable {
  /// The side on which a column is flush.
  enum Side {
    case left, right
  }

  let headings: [String]
  let alignment: [Side]
  let rows: [[String]]
  /// How many columns at the front say what a row is about: every block begins with them.
  var keys = 1
  var width = 80

  /// The blanks before every line.
  private static let margin = 2

  var text: String {
    guard !rows.isEmpty else { return "" }
    return blocks.map { text(of: $0) }.joined(separator: "\n\n")
  }

  private func width(of column: Int) -> Int {
    rows.reduce(Paragraph.width(of: headings[column])) { max($0, Paragraph.width(of: $1[column])) }
  }

  /// The columns of each block.
  private var blocks: [[Int]] {
    let keyColumns = Array(headings.indices.prefix(keys))
    let keyWidth = keyColumns.reduce(Self.margin) { $0 + width(of: $1) + 1 }
    var blocks: [[Int]] = []
    var block: [Int] = []
    var room = width - keyWidth
    for column in headings.indices.dropFirst(keys) {
      let needed = width(of: column) + 1
      if !block.isEmpty, needed - 1 > room {
        blocks.append(keyColumns + block)
        block = []
        room = width - keyWidth
      }
      block.append(column)
      room -= needed
    }
    return blocks + [keyColumns + block]
  }

  /// The rows of a block; a last column of text that is too wide goes on in the lines below.
  private func text(of columns: [Int]) -> String {
    let before = columns.dropLast().reduce(Self.margin) { $0 + width(of: $1) + 1 }
    let last = columns[columns.count - 1]
    let room = max(width - before, 16)
    var lines: [[String]] = []
    for row in rows {
      let cells = columns.map { row[$0] }
      guard columns.count > 1, alignment[last] == .left, Paragraph.width(of: row[last]) > room else {
        lines.append(cells)
        continue
      }
      for (place, piece) in Paragraph.wrap(row[last], width: room).enumerated() {
        lines.append(place == 0 ? cells.dropLast() + [piece] : columns.dropLast().map { _ in "" } + [piece])
      }
    }
    let table = TextTable<[String]> { line in
      zip(columns, line).map {
        Column(title: headings[$0], value: $1, align: alignment[$0] == .left ? .left : .right)
      }
    }
    let text = table.string(for: lines, style: Style.simple) ?? ""
    // The library fills the last column with blanks.
    return text.split(separator: "\n").map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(repeating: " ", count: Self.margin) + line
    }.joined(separator: "\n")
  }
}

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

import TextTable

/// A table in columns for the terminal.
struct TextualTable {
  /// The side on which a column is flush.
  enum Side {
    case left, right
  }

  let headings: [String]
  let alignment: [Side]
  let rows: [[String]]

  var text: String {
    let table = TextTable<[String]> { row in
      zip(zip(headings, row), alignment).map { Column(title: $0.0, value: $0.1, align: $1 == .left ? .left : .right) }
    }
    let text = rows.isEmpty ? "" : (table.string(for: rows, style: Style.simple) ?? "")
    // The library fills the last column with blanks.
    return text.split(separator: "\n").map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return "  " + line
    }.joined(separator: "\n")
  }
}

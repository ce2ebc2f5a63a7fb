import Foundation
import Randomness

/// The rows of a CSV file, read field by field; errors name the line and the column.
package struct DataTable: Sendable {
  package let file: String
  package private(set) var header: [String] = []
  private var text: CSVText
  /// Whether nothing has been read but blanks.
  private var isBlank = true
  /// Whether the file ends behind the last row.
  private var isAtEnd = true

  /// Reads a file, plain or compressed with gzip.
  /// - Throws: ``DataFileError`` as ``init(csv:file:)``, and for a file that cannot be read.
  package init(contentsOf path: String) throws {
    self.init(of: path)
    var pieces = try TextPieces(of: path)
    while let piece = try pieces.next() { try append(piece) }
    try requireText()
  }

  /// - Throws: ``DataFileError`` for text that is empty or not CSV, for two columns of one name, and for rows longer than
  ///   the header.
  /// - Parameter separator: what separates the fields; one sign of ASCII.
  package init(csv text: String, file: String, separator: Character = ",") throws {
    self.init(of: file, separator: separator)
    try append(text)
    try requireText()
  }

  /// A table without rows.
  private init(of file: String, separator: Character = ",") {
    self.file = file
    text = CSVText(file: file, separator: separator.asciiValue ?? UInt8(ascii: ","))
  }

  private func requireText() throws(DataFileError) {
    if isBlank { throw DataFileError(file: file, "is empty") }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == " " || scalar == "\u{FEFF}" || scalar.properties.isWhitespace
  }

  /// Reads further rows: a piece of the text that ends with a row.
  private mutating func append(_ piece: String) throws(DataFileError) {
    let isFirst = isBlank
    if isBlank, let first = piece.unicodeScalars.first(where: { !Self.isBlank($0) }) {
      isBlank = false
      if first == "{" || first == "[" {
        throw DataFileError(
          file: file, line: 1,
          "is JSON; a CSV file is expected, whose first line names the columns, separated by commas")
      }
    }
    let before = text.count
    try text.append(piece)
    // Of a file of blanks, "is empty" says more.
    guard !isBlank else { return }
    if isFirst {
      header = text.texts(0).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      try Self.check(header, file: file, line: text.line(0))
    }
    for row in (isFirst ? 1 : before)..<text.count where text.fieldCount(row) > header.count {
      throw DataFileError(
        file: file, line: text.line(row), "has \(text.fieldCount(row)) fields where the header has \(header.count)")
    }
  }

  /// The rows of a file in several tables, one after the other, so that a reader that keeps something else need not keep
  /// the text. Each has the header, and the lines of the file.
  struct Parts: ~Copyable {
    private var pieces: TextPieces
    /// The table after the one that was returned last; `nil` at the end.
    private var following: DataTable?

    /// - Throws: ``DataFileError`` as ``DataTable/init(contentsOf:)``.
    init(contentsOf path: String) throws {
      var pieces = try TextPieces(of: path)
      var table = DataTable(of: path)
      _ = try Self.fill(&table, from: &pieces)
      try table.requireText()
      self.pieces = pieces
      following = table
    }

    /// The next rows; `nil` behind the last. The first table may be without rows, where the file is.
    mutating func next() throws -> DataTable? {
      guard var table = following else { return nil }
      var next = table
      next.text.removeRows(from: 1)
      // Whether rows follow is known only when they are there.
      let isAtEnd = try !Self.fill(&next, from: &pieces)
      table.isAtEnd = isAtEnd
      following = isAtEnd ? nil : next
      return table
    }

    /// Reads a piece with rows; `false` where none is left.
    private static func fill(_ table: inout DataTable, from pieces: inout TextPieces) throws -> Bool {
      while table.count < 1 {
        guard let piece = try pieces.next() else { return false }
        try table.append(piece)
      }
      return true
    }
  }

  /// Refuses a header that is none, and one in which a name could mean two columns.
  private static func check(_ header: [String], file: String, line: Int) throws(DataFileError) {
    for (separator, name) in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
    where header.count == 1 && header[0].contains(separator) {
      throw DataFileError(
        file: file, line: line, "the columns are separated by \(name); separate them by commas, with a point in numbers"
      )
    }
    for (place, name) in header.enumerated() where !name.isEmpty {
      guard let earlier = header[..<place].firstIndex(of: name) else { continue }
      throw DataFileError(
        file: file, line: line,
        "columns \(earlier + 1) and \(place + 1) are both called \(name); remove one or give it another name")
    }
  }

  /// The fields of the rows, as they stand.
  package var texts: [[String]] { (0..<count).map { text.texts($0 + 1) } }

  /// The number of rows.
  package var count: Int { text.count - 1 }

  /// The line of the header.
  package var headerLine: Int { text.line(0) }

  /// The line on which a row begins, from 1, the header.
  package func line(_ row: Int) -> Int { text.line(row + 1) }

  /// A column; `nil` where there is none of that name.
  package func column(_ name: String) -> Column? {
    header.firstIndex(of: name).map { Column(table: self, name: name, place: $0) }
  }

  /// A required column.
  package func requiredColumn(_ name: String) throws -> Column { try column(name, of: [name]) }

  /// A required column, and all columns that the reader needs.
  ///
  /// - `others`: what other formats call it, without capitals: a column of such a name is suggested.
  package func column(_ name: String, of needed: [String], called others: [String] = []) throws -> Column {
    if let column = column(name) { return column }
    let list = needed.dropLast().joined(separator: ", ") + (needed.count > 1 ? " and " : "") + (needed.last ?? "")
    throw DataFileError(
      file: file, line: 1,
      "there is no column \(name); the columns are \(header.joined(separator: ", ")) and must include \(list)"
        + (suggestion(for: name, of: needed, called: others).map { "; \($0)" } ?? ""))
  }

  /// A column that may be meant: one of another name for it, or the nearest that is not another column that is needed.
  private func suggestion(for name: String, of needed: [String], called others: [String]) -> String? {
    let free = header.filter { !needed.contains($0) }
    if let other = free.first(where: { others.contains($0.lowercased()) }) {
      return "rename \(other) to \(name), if that is it"
    }
    return NearestName.question(for: name, among: free)
  }

  /// The error of a row, from 0, and a column of it.
  package func error(row: Int, column: String? = nil, _ problem: String) -> DataFileError {
    DataFileError(file: file, line: text.line(row + 1), column: column, problem)
  }

  /// A number as people write it; not a hexadecimal one.
  static func number(_ text: String) -> Double? {
    text.utf8.contains { $0 | 0x20 == UInt8(ascii: "x") } ? nil : Double(text)
  }

  /// A column of the table.
  package struct Column: Sendable {
    let table: DataTable
    package let name: String
    fileprivate let place: Int

    /// The text in a row, without blanks at either end; empty where the row is short.
    package func text(_ row: Int) -> String {
      table.text.text(row + 1, place).trimmingCharacters(in: .whitespaces)
    }

    /// The finite number in a row; `nil` where the field is empty.
    package func numberIfAny(_ row: Int) throws -> Double? {
      let text = text(row)
      if text.isEmpty { return nil }
      guard let value = DataTable.number(text), value.isFinite else {
        throw table.error(row: row, column: name, "expected a number and found \"\(text)\"")
      }
      return value
    }

    /// The finite number of at least `least` in a row.
    package func number(_ row: Int, _ expected: String, from least: Double) throws -> Double {
      try number(row, expected, in: least...Double.greatestFiniteMagnitude)
    }

    /// The number within limits in a row.
    package func number(_ row: Int, _ expected: String, in limits: ClosedRange<Double>) throws -> Double {
      let field = try text(row, expected)
      guard let number = DataTable.number(field), limits.contains(number) else {
        throw table.error(row: row, column: name, "expected \(expected) and found \"\(field)\"")
      }
      return number
    }

    /// The whole number from 0 to `most` in a row.
    package func count(_ row: Int, _ expected: String, upTo most: Int = 1 << 53) throws -> Int {
      let field = try text(row, expected)
      guard let count = Int(field) ?? DataTable.number(field).flatMap(Int.init(exactly:)), (0...most).contains(count)
      else {
        throw table.error(row: row, column: name, "expected \(expected) and found \"\(field)\"")
      }
      return count
    }

    /// The field of a row. The reader fills a short row with empty fields.
    func text(_ row: Int, _ expected: String) throws -> String {
      let field = text(row)
      guard field.isEmpty else { return field }
      throw table.error(
        row: row, column: name,
        "expected \(expected) and found nothing"
          + (table.isAtEnd && row == table.count - 1 ? ": the file seems to be cut off" : ""))
    }
  }
}

/// A data file that cannot be read or used: the file, the line, the column and what was expected there.
public struct DataFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// From 1, the header; `nil` where the whole file is concerned.
  public let line: Int?
  /// The column's name.
  public let column: String?
  /// What is wrong, and what was expected.
  public let problem: String

  /// A problem at a place in a file.
  public init(file: String, line: Int? = nil, column: String? = nil, _ problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  public var description: String {
    file + (line.map { ":\($0)" } ?? "") + (column.map { ": column \($0)" } ?? "") + ": " + problem
  }
}

import CZlib
import Foundation
import Randomness

/// The rows of a CSV file, read field by field; errors name the line and the column.
package struct DataTable: Sendable {
  package let file: String
  package let header: [String]
  private let text: CSVText

  /// Reads a file, plain or compressed with gzip.
  /// - Throws: ``DataFileError`` as ``init(csv:file:)``, and for a file that cannot be read.
  package init(contentsOf path: String) throws { try self.init(csv: try Gunzip.text(of: path), file: path) }

  /// - Throws: ``DataFileError`` for text that is empty or not CSV, for two columns of one name, and for rows longer than
  ///   the header.
  /// - Parameter separator: what separates the fields; one sign of ASCII.
  package init(csv text: String, file: String, separator: Character = ",") throws {
    self.file = file
    guard text.contains(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) else {
      throw DataFileError(file: file, "is empty")
    }
    if let first = text.first(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }), first == "{" || first == "[" {
      throw DataFileError(
        file: file, line: 1, "is JSON; a CSV file is expected, whose first line names the columns, separated by commas")
    }
    let fields = try CSVText(text, file: file, separator: separator.asciiValue ?? UInt8(ascii: ","))
    self.text = fields
    header = fields.texts(0).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    try Self.check(header, file: file, line: fields.line(0))
    for row in 1..<fields.count where fields.fieldCount(row) > header.count {
      throw DataFileError(
        file: file, line: fields.line(row), "has \(fields.fieldCount(row)) fields where the header has \(header.count)")
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

  /// The line on which a row begins, from 1, the header.
  package func line(_ row: Int) -> Int { text.line(row + 1) }

  /// A column; `nil` where there is none of that name.
  package func column(_ name: String) -> Column? {
    header.firstIndex(of: name).map { Column(table: self, name: name, place: $0) }
  }

  /// A required column.
  package func requiredColumn(_ name: String) throws -> Column { try column(name, of: [name]) }

  /// A required column, and all columns that the reader needs.
  package func column(_ name: String, of needed: [String]) throws -> Column {
    if let column = column(name) { return column }
    let list = needed.dropLast().joined(separator: ", ") + (needed.count > 1 ? " and " : "") + (needed.last ?? "")
    throw DataFileError(
      file: file, line: 1,
      "there is no column \(name); the columns are \(header.joined(separator: ", ")) and must include \(list)"
        + (NearestName.question(for: name, among: header).map { "; \($0)" } ?? ""))
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
          + (row == table.count - 1 ? ": the file seems to be cut off" : ""))
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

/// Reads text files that may be compressed with gzip.
package enum Gunzip {
  /// Bytes.
  private static let longestLine = 4 << 20
  /// Bytes.
  private static let largest = 4 << 30

  /// The text of a file; zlib returns a file that is not compressed as it is.
  /// - Throws: ``DataFileError`` for a file that is missing, unreadable, cut off or damaged.
  package static func text(of path: String) throws -> String {
    let place = try InputFiles.place(of: path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory) else {
      throw DataFileError(file: path, "there is no such file")
    }
    guard !isDirectory.boolValue, let file = gzopen(place, "rb") else {
      throw DataFileError(file: path, "cannot be opened: \(isDirectory.boolValue ? "it is a folder" : "no permission")")
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var lineStart = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = gzread(file, &chunk, UInt32(chunk.count))
      guard count > 0 else { break }
      let read = chunk[0..<Int(count)]
      if let end = read.lastIndex(of: UInt8(ascii: "\n")) { lineStart = bytes.count + end + 1 }
      bytes.append(contentsOf: read)
      // A small compressed file may unpack to more than the machine holds.
      if bytes.count - lineStart > longestLine {
        let line = bytes[..<lineStart].count { $0 == UInt8(ascii: "\n") } + 1
        throw DataFileError(
          file: path, line: line, "the line is longer than \(longestLine >> 20) MiB: it is no table of text")
      }
      guard bytes.count <= largest else {
        throw DataFileError(file: path, "is larger than \(largest >> 30) GiB of text; read a part of it at a time")
      }
    }
    var status: Int32 = 0
    let message = gzerror(file, &status).map { String(cString: $0) } ?? ""
    guard status == Z_OK else {
      throw DataFileError(
        file: path,
        status == Z_BUF_ERROR ? "the compressed file is cut off" : "the compressed file is damaged: \(message)")
    }
    if let kind = otherKind(of: bytes) {
      throw DataFileError(file: path, "is not text in UTF-8 but \(kind); \(remedy)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataFileError(file: path, line: firstLineNotInUTF8(bytes), "is not text in UTF-8; \(remedy)")
    }
    return text
  }

  private static let remedy =
    "in a spreadsheet choose Save as, CSV UTF-8 (in LibreOffice Text CSV with the character set Unicode (UTF-8))"

  /// What a spreadsheet saves beside CSV in UTF-8; `nil` where the bytes are none of it.
  private static func otherKind(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a workbook or an archive" }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "a workbook" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "text in UTF-16" }
    // Letters of ASCII in UTF-16 without its mark: every other byte is zero.
    let start = bytes.prefix(64)
    let zeros = start.indices.filter { start[$0] == 0 }
    guard start.count >= 8, 2 * zeros.count >= start.count - 1, Set(zeros.map { $0 % 2 }).count == 1 else { return nil }
    return "text in UTF-16"
  }

  /// The line of the first byte that no text in UTF-8 has at its place.
  private static func firstLineNotInUTF8(_ bytes: [UInt8]) -> Int? {
    var line = 1
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return nil
  }
}

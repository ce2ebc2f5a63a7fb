import CZlib
import Foundation
import Randomness
import SwiftCSV

/// The rows of a CSV file, read field by field; errors name the line and the column.
package struct DataTable: Sendable {
  package let file: String
  package let header: [String]
  private let rows: [[String]]

  /// Reads a file, plain or compressed with gzip.
  /// - Throws: ``DataFileError`` as ``init(csv:file:)``, and for a file that cannot be read.
  package init(contentsOf path: String) throws { try self.init(csv: try Gunzip.text(of: path), file: path) }

  /// - Throws: ``DataFileError`` for text that is empty or not CSV, and for rows longer than the header.
  package init(csv text: String, file: String) throws {
    self.file = file
    guard text.contains(where: { !$0.isWhitespace }) else { throw DataFileError(file: file, "is empty") }
    let table: CSV<Enumerated>
    do {
      table = try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false)
    } catch {
      throw DataFileError(file: file, "is not CSV: \(error)")
    }
    header = table.header.map { $0.trimmingCharacters(in: .whitespaces) }
    rows = table.rows
    for (row, fields) in rows.enumerated() where fields.count > header.count {
      throw DataFileError(
        file: file, line: row + 2, "has \(fields.count) fields where the header has \(header.count)")
    }
  }

  /// The fields of the rows, as they stand.
  package var texts: [[String]] { rows }

  /// The number of rows.
  package var count: Int { rows.count }

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
    DataFileError(file: file, line: row + 2, column: column, problem)
  }

  /// A column of the table.
  package struct Column: Sendable {
    fileprivate let table: DataTable
    package let name: String
    fileprivate let place: Int

    /// The text in a row, without blanks at either end; empty where the row is short.
    package func text(_ row: Int) -> String {
      let fields = table.rows[row]
      return place < fields.count ? fields[place].trimmingCharacters(in: .whitespaces) : ""
    }

    /// The finite number in a row; `nil` where the field is empty.
    package func numberIfAny(_ row: Int) throws -> Double? {
      let text = text(row)
      if text.isEmpty { return nil }
      guard let value = Double(text), value.isFinite else {
        throw table.error(row: row, column: name, "expected a number and found \"\(text)\"")
      }
      return value
    }

    /// The finite number of at least `least` in a row.
    package func number(_ row: Int, _ expected: String, from least: Double) throws -> Double {
      let field = try text(row, expected)
      guard let number = Double(field), number >= least, number.isFinite else {
        throw table.error(row: row, column: name, "expected \(expected) and found \"\(field)\"")
      }
      return number
    }

    /// The whole number of at least 0 in a row.
    package func count(_ row: Int, _ expected: String) throws -> Int {
      let field = try text(row, expected)
      guard let count = Int(field) ?? Double(field).flatMap(Int.init(exactly:)), count >= 0, count <= 1 << 53 else {
        throw table.error(row: row, column: name, "expected \(expected) and found \"\(field)\"")
      }
      return count
    }

    /// The field of a row. The reader fills a short row with empty fields.
    private func text(_ row: Int, _ expected: String) throws -> String {
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
  /// The text of a file; zlib returns a file that is not compressed as it is.
  /// - Throws: ``DataFileError`` for a file that is missing, unreadable, cut off or damaged.
  package static func text(of path: String) throws -> String {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw DataFileError(file: path, "there is no such file")
    }
    guard !isDirectory.boolValue, let file = gzopen(path, "rb") else {
      throw DataFileError(file: path, "cannot be opened: \(isDirectory.boolValue ? "it is a folder" : "no permission")")
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = gzread(file, &chunk, UInt32(chunk.count))
      guard count > 0 else { break }
      bytes.append(contentsOf: chunk[0..<Int(count)])
    }
    var status: Int32 = 0
    let message = gzerror(file, &status).map { String(cString: $0) } ?? ""
    guard status == Z_OK else {
      throw DataFileError(
        file: path,
        status == Z_BUF_ERROR ? "the compressed file is cut off" : "the compressed file is damaged: \(message)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataFileError(file: path, "is not text in UTF-8")
    }
    return text
  }
}

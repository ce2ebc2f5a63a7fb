import Foundation
import Randomness
import SwiftCSV

/// The rows of a CSV file, read field by field, so that what is wrong is told with its line and its column.
struct DataTable {
  let file: String
  private let header: [String]
  private let rows: [[String]]

  /// - Throws: ``DataFileError`` for text that is empty or no CSV, and for rows longer than the header.
  init(csv text: String, file: String) throws {
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

  var count: Int { rows.count }

  /// A column that may be there.
  func column(_ name: String) -> Column? {
    header.firstIndex(of: name).map { Column(table: self, name: name, place: $0) }
  }

  /// A column that must be there.
  func column(_ name: String, of needed: [String]) throws -> Column {
    if let column = column(name) { return column }
    let list = needed.dropLast().joined(separator: ", ") + (needed.count > 1 ? " and " : "") + (needed.last ?? "")
    throw DataFileError(
      file: file, line: 1,
      "there is no column \(name); the columns are \(header.joined(separator: ", ")) and must include \(list)"
        + (NearestName.suggestion(for: name, among: header).map { "; is \($0) meant?" } ?? ""))
  }

  /// The error of a row, from 0, and a column of it.
  func error(row: Int, column: String? = nil, _ problem: String) -> DataFileError {
    DataFileError(file: file, line: row + 2, column: column, problem)
  }

  /// A column of the table.
  struct Column {
    fileprivate let table: DataTable
    let name: String
    fileprivate let place: Int

    /// The finite number of at least `least` in a row.
    func number(_ row: Int, _ expected: String, from least: Double) throws -> Double {
      let field = try text(row, expected)
      guard let number = Double(field), number >= least, number.isFinite else {
        throw table.error(row: row, column: name, "expected \(expected) and found \"\(field)\"")
      }
      return number
    }

    /// The whole number of at least 0 in a row.
    func count(_ row: Int, _ expected: String) throws -> Int {
      let field = try text(row, expected)
      guard let count = Int(field), count >= 0 else {
        throw table.error(row: row, column: name, "expected \(expected) and found \"\(field)\"")
      }
      return count
    }

    /// What stands in a row. The reader fills a short row with empty fields.
    private func text(_ row: Int, _ expected: String) throws -> String {
      let fields = table.rows[row]
      let field = place < fields.count ? fields[place].trimmingCharacters(in: .whitespaces) : ""
      guard field.isEmpty else { return field }
      throw table.error(
        row: row, column: name,
        "expected \(expected) and found nothing"
          + (row == table.count - 1 ? ": the file seems to be cut off" : ""))
    }
  }
}

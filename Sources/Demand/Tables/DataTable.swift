import Foundation
import Randomness
import SwiftCSV

/// A CSV file with a header, plain or compressed with gzip, read for its numbers; a bad cell names file, line and column.
package struct DataTable: Sendable {
  package let file: String
  package let header: [String]
  package let rows: [[String]]

  /// - Throws: ``TraceError`` for a file that cannot be read, is empty, or has a row longer than its header.
  package init(contentsOf path: String) throws {
    try self.init(csv: try Gunzip.text(of: path), file: path)
  }

  init(csv text: String, file: String) throws {
    guard text.contains(where: { !$0.isWhitespace }) else { throw TraceError(file: file, "is empty") }
    let table: CSV<Enumerated>
    do {
      table = try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false)
    } catch {
      throw TraceError(file: file, "is not CSV: \(error)")
    }
    self.file = file
    header = table.header.map { $0.trimmingCharacters(in: .whitespaces) }
    rows = table.rows
    for (row, fields) in rows.enumerated() where fields.count > header.count {
      throw TraceError(
        file: file, line: row + 2, "has \(fields.count) fields where the header has \(header.count)")
    }
  }

  /// The place of a column.
  /// - Throws: ``TraceError`` where it is not there, with the nearest.
  package func column(_ name: String) throws(TraceError) -> Int {
    if let index = header.firstIndex(of: name) { return index }
    let remedy =
      NearestName.suggestion(for: name, among: header).map { "did you mean \($0)?" }
      ?? "the columns are \(header.joined(separator: ", "))"
    throw TraceError(file: file, line: 1, "there is no column \(name); \(remedy)")
  }

  /// The text of a cell, without blanks at either end; empty where the row is short.
  package func text(_ row: Int, _ column: Int) -> String {
    column < rows[row].count ? rows[row][column].trimmingCharacters(in: .whitespaces) : ""
  }

  /// The finite number in a cell; `nil` where it is empty.
  package func number(_ row: Int, _ column: Int) throws(TraceError) -> Double? {
    let text = text(row, column)
    if text.isEmpty { return nil }
    guard let value = Double(text), value.isFinite else {
      throw TraceError(file: file, line: row + 2, column: header[column], "expected a number and found \"\(text)\"")
    }
    return value
  }

  /// The whole number in a cell.
  package func integer(_ row: Int, _ column: Int) throws(TraceError) -> Int {
    guard let value = Int(text(row, column)) else {
      throw TraceError(
        file: file, line: row + 2, column: header[column],
        "expected a whole number and found \"\(text(row, column))\"")
    }
    return value
  }
}

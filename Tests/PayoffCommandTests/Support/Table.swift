import Foundation
import SwiftCSV
import Testing

/// A CSV file as a reader of RFC 4180 sees it.
struct Table {
  let header: [String]
  let rows: [[String]]

  init(_ files: [String: Data], _ name: String) throws {
    let text = String(decoding: try #require(files[name]), as: UTF8.self)
    let table = try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false)
    header = table.header
    rows = table.rows
  }

  /// The cells of a column.
  subscript(column: String) -> [String] {
    guard let index = header.firstIndex(of: column) else { return [] }
    return rows.map { $0[index] }
  }

  /// The numbers of a column; `nil` for an empty cell.
  func numbers(_ column: String) throws -> [Double?] {
    try #require(header.contains(column))
    var numbers: [Double?] = []
    for cell in self[column] {
      let number = Double(cell)
      try #require(number != nil || cell.isEmpty, "\(column): \(cell)")
      numbers.append(number)
    }
    return numbers
  }

  /// The values of `summary.csv` by measure and statistic: `ttft p95`, or the measure alone where it has no statistic.
  func figures() throws -> [String: Double?] {
    Dictionary(
      zip(zip(self["measure"], self["statistic"]).map { $1.isEmpty ? $0 : "\($0) \($1)" }, try numbers("value")),
      uniquingKeysWith: { first, _ in first })
  }

  /// The row in which the first column has that value, by the names of its columns.
  func row(_ key: String) throws -> [String: String] {
    let row = try #require(rows.first { $0.first == key })
    return Dictionary(zip(header, row)) { first, _ in first }
  }

  /// The number in a column of the row in which the first column has that value.
  func number(_ key: String, _ column: String) throws -> Double {
    let text = try #require(try row(key)[column], "there is no column \(column)")
    return try Self.number(text)
  }

  /// A cell as a number.
  static func number(_ text: String) throws -> Double { try #require(Double(text), "\(text)") }
}

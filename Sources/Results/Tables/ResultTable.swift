import Demand
package import Experimentation
package import SystemPackage

/// A kind of table that some command writes: the name of its file, and what it is called on a page.
///
/// It is declared once, where the command writes it; charts, pages and readers know it by that constant.
///
/// ```swift
/// extension ResultTable {
///   static let boxes = ResultTable("boxes", title: Text("The limits of the boxes", zh: "区域的界限"))
/// }
/// ```
package struct ResultTable: Sendable, Hashable {
  /// The name of its file without `.csv`.
  package let name: String
  package let title: Text
  /// Whether it has a row a replication or a request: it is not read to be shown.
  package let isLong: Bool

  package init(_ name: String, title: Text, isLong: Bool = false) {
    self.name = name
    self.title = title
    self.isLong = isLong
  }

  package var file: String { name + ".csv" }
}

/// The rows of a CSV file as text, found by the names of its columns.
package struct Table: Sendable, Hashable {
  package let header: [String]
  package private(set) var rows: [[String]] = []

  package init(header: [String]) { self.header = header }

  /// Reads a file, which may be somebody else's: control characters in it are escapes.
  /// - Throws: ``DataFileError`` for a file that cannot be read or is no CSV.
  package init(contentsOf path: FilePath) throws {
    let table = try DataTable(contentsOf: path.string)
    header = table.header.map { $0.showingControls(inLines: true) }
    rows = table.texts.map { row in row.map { $0.showingControls(inLines: true) } }
  }

  package mutating func append(_ row: [String]) { rows.append(row) }

  /// The text of a cell; empty where there is no such column.
  package func text(_ row: Int, _ column: String) -> String {
    guard let place = header.firstIndex(of: column), place < rows[row].count else { return "" }
    return rows[row][place]
  }

  /// The finite number in a cell; `nil` where there is none.
  package func number(_ row: Int, _ column: String) -> Double? {
    Double(text(row, column)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The rows whose cell in a column has that text.
  package func rows(where column: String, is value: String) -> [Int] {
    guard let place = header.firstIndex(of: column) else { return [] }
    return rows.indices.filter { place < rows[$0].count && rows[$0][place] == value }
  }

  /// The texts of a column, each once, in the order in which they first come.
  package func distinct(_ column: String) -> [String] {
    guard let place = header.firstIndex(of: column) else { return [] }
    var seen: Set<String> = []
    return rows.compactMap { place < $0.count && seen.insert($0[place]).inserted ? $0[place] : nil }
  }
}

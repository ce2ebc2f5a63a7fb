import Demand
package import Experimentation

/// A design and the results of its rows, from two CSV files that somebody's model was run with.
package struct ForeignDesign: Sendable {
  package let inputs: [String]
  /// The values of the inputs, row by row.
  package let rows: [[Double]]
  /// The columns of the results that may be explained.
  package let measures: [String]
  private let points: [String]?
  private let results: DataTable

  /// The column of the index of a row, and that of the mark of its values.
  private static let row = "row"
  private static let point = "point"

  /// - Throws: ``TraceError`` for a file that cannot be read or has no column `row`, a row that is missing in the design or
  ///   there twice, and a cell without a number.
  package init(design path: String, results other: String) throws {
    let design = try DataTable(contentsOf: path)
    results = try DataTable(contentsOf: other)
    let rowColumn = try design.column(Self.row)
    let pointColumn = design.header.firstIndex(of: Self.point)
    let columns = design.header.indices.filter { $0 != rowColumn && $0 != pointColumn }
    inputs = columns.map { design.header[$0] }
    var rows = [[Double]?](repeating: nil, count: design.rows.count)
    var points = [String](repeating: "", count: design.rows.count)
    for row in design.rows.indices {
      let index = try design.integer(row, rowColumn)
      guard rows.indices.contains(index), rows[index] == nil else {
        throw TraceError(
          file: path, line: row + 2, column: Self.row,
          "row \(index) \(rows.indices.contains(index) ? "is there twice" : "is beyond the \(rows.count) rows of the design")"
        )
      }
      var values: [Double] = []
      for column in columns {
        guard let value = try design.number(row, column) else {
          throw TraceError(
            file: path, line: row + 2, column: design.header[column], "expected a number and found nothing")
        }
        values.append(value)
      }
      rows[index] = values
      if let pointColumn { points[index] = design.text(row, pointColumn) }
    }
    self.rows = rows.compactMap(\.self)
    self.points = pointColumn == nil ? nil : points
    let known = Set(inputs + [Self.row, Self.point])
    measures = results.header.filter { !known.contains($0) }
    _ = try results.column(Self.row)
    guard !inputs.isEmpty else { throw TraceError(file: path, line: 1, "there is no column of an input") }
    guard !measures.isEmpty else { throw TraceError(file: other, line: 1, "there is no column of a measure") }
  }

  /// The outputs of a measure in the order of the design.
  /// - Parameter allowingMissing: whether a row without a result is one without an output, and no error.
  /// - Throws: ``TraceError`` for a cell that is no number or a row of another design, ``IndexedRows/Mismatch`` for rows that
  ///   are missing or there twice.
  package func outputs(of measure: String, allowingMissing: Bool) throws -> IndexedRows {
    let column = try results.column(measure)
    let rowColumn = try results.column(Self.row)
    let pointColumn = results.header.firstIndex(of: Self.point)
    let inputColumns = inputs.map { results.header.firstIndex(of: $0) }
    var found: [IndexedRows.Result] = []
    var seen: Set<Int> = []
    for row in results.rows.indices {
      let index = try results.integer(row, rowColumn)
      seen.insert(index)
      var values: [Double] = rows.indices.contains(index) ? rows[index] : []
      for (place, column) in inputColumns.enumerated() where values.indices.contains(place) {
        if let column, let value = try results.number(row, column) { values[place] = value }
      }
      if let pointColumn, let points, points.indices.contains(index), results.text(row, pointColumn) != points[index] {
        throw TraceError(
          file: results.file, line: row + 2, column: Self.point,
          "the result of row \(index) was run at another point than the design has there: it is of another design")
      }
      found.append(IndexedRows.Result(index: index, inputs: values, output: try results.number(row, column)))
    }
    if allowingMissing {
      for index in rows.indices where !seen.contains(index) {
        found.append(IndexedRows.Result(index: index, inputs: rows[index], output: nil))
      }
    }
    return try IndexedRows(found, of: rows)
  }
}

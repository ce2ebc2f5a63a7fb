import Demand
import Experimentation

/// A design and the results of its rows, from two CSV files of another model.
struct ExternalDesign: Sendable {
  let inputs: [String]
  /// The values of the inputs, row by row.
  let rows: [[Double]]
  /// The columns of the results that may be explained.
  let measures: [String]
  private let points: [String]?
  private let results: DataTable

  /// The column of the index of a row, and that of the mark of its values.
  private static let row = "row"
  private static let point = "point"

  /// - Throws: ``DataFileError`` for a file that cannot be read or has no column `row`, a row that is missing in the design or
  ///   there twice, and a cell without a number.
  init(design path: String, results other: String) throws {
    let design = try DataTable(contentsOf: path)
    results = try DataTable(contentsOf: other)
    let indices = try design.requiredColumn(Self.row)
    let marks = design.column(Self.point)
    if let nameless = design.header.firstIndex(of: "") {
      throw DataFileError(
        file: path, line: 1,
        "column \(nameless + 1) has no name; every column beside \(Self.row) is an input, so give it one "
          + "or remove it")
    }
    inputs = design.header.filter { $0 != Self.row && $0 != Self.point }
    let columns = inputs.compactMap { design.column($0) }
    var rows = [[Double]?](repeating: nil, count: design.count)
    var points = [String](repeating: "", count: design.count)
    for row in 0..<design.count {
      let index = try indices.count(row, "the number of a row, from 0,")
      guard rows.indices.contains(index) else {
        throw design.error(row: row, column: Self.row, "row \(index) is beyond the \(rows.count) rows of the design")
      }
      guard rows[index] == nil else { throw design.error(row: row, column: Self.row, "row \(index) appears twice") }
      rows[index] = try columns.map { column in
        guard let value = try column.numberIfAny(row) else {
          throw design.error(row: row, column: column.name, "expected a number and found nothing")
        }
        return value
      }
      if let marks { points[index] = marks.text(row) }
    }
    self.rows = rows.compactMap(\.self)
    self.points = marks == nil ? nil : points
    let known = Set(inputs + [Self.row, Self.point])
    measures = results.header.filter { !known.contains($0) && !$0.isEmpty }
    _ = try results.requiredColumn(Self.row)
    guard !inputs.isEmpty else { throw DataFileError(file: path, line: 1, "it has no input column") }
    guard !measures.isEmpty else { throw DataFileError(file: other, line: 1, "it has no measure column") }
  }

  /// The outputs of a measure in the order of the design.
  /// - Parameter allowingMissing: whether a row without a result is one without an output, and no error.
  /// - Throws: ``DataFileError`` for a cell that is no number or a row of another design, ``IndexedRows/Mismatch`` for rows that
  ///   are missing or there twice.
  func outputs(of measure: String, allowingMissing: Bool) throws -> IndexedRows {
    let column = try results.requiredColumn(measure)
    let indices = try results.requiredColumn(Self.row)
    let marks = results.column(Self.point)
    let inputColumns = inputs.map { results.column($0) }
    var found: [IndexedRows.Result] = []
    var seen: Set<Int> = []
    for row in 0..<results.count {
      let index = try indices.count(row, "the number of a row, from 0,")
      seen.insert(index)
      var values: [Double] = rows.indices.contains(index) ? rows[index] : []
      for (place, column) in inputColumns.enumerated() where values.indices.contains(place) {
        if let value = try column?.numberIfAny(row) { values[place] = value }
      }
      if let marks, let points, points.indices.contains(index), marks.text(row) != points[index] {
        throw results.error(
          row: row, column: Self.point,
          "the result of row \(index) does not belong to the design: its point differs")
      }
      found.append(IndexedRows.Result(index: index, inputs: values, output: try column.numberIfAny(row)))
    }
    if allowingMissing {
      for index in rows.indices where !seen.contains(index) {
        found.append(IndexedRows.Result(index: index, inputs: rows[index], output: nil))
      }
    }
    return try IndexedRows(found, of: rows)
  }
}

import Demand
import Experimentation

/// A design and the results of its rows, from two CSV files of another model.
///
/// Where both files have a column `row`, a result belongs to the design row of that number, from 0, in whatever order they
/// stand. Otherwise the lines of both are in the same order, and as many.
struct ExternalDesign: Sendable {
  let inputs: [String]
  /// The values of the inputs, row by row.
  let rows: [[Double]]
  /// The columns of the results that may be explained.
  let measures: [String]
  /// What the files do not say and is taken for granted, in sentences.
  let notes: [String]
  private let points: [String]?
  private let results: DataTable
  private let isMatchedByNumber: Bool

  /// The column of the index of a row, and that of the mark of its values.
  private static let row = "row"
  private static let point = "point"

  /// - Throws: ``DataFileError`` for a file that cannot be read, files of other lengths or with numbers out of order where one
  ///   of them has no column `row`, a row that is missing in the design or there twice, and a cell without a number.
  init(design path: String, results other: String) throws {
    let design = try DataTable(contentsOf: path)
    results = try DataTable(contentsOf: other)
    for table in [design, results] { try Self.refuseOtherSpellings(in: table) }
    let indices = design.column(Self.row)
    isMatchedByNumber = indices != nil && results.column(Self.row) != nil
    if !isMatchedByNumber { try Self.requireOneOrder(of: design, and: results) }
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
      let index = try indices?.count(row, "the number of a row, from 0,") ?? row
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
    let ordered = rows.compactMap(\.self)
    self.rows = ordered
    self.points = marks == nil ? nil : points
    let known = Set(inputs + [Self.row, Self.point])
    measures = results.header.filter { !known.contains($0) && !$0.isEmpty }
    var notes: [String] = []
    if !isMatchedByNumber {
      let without = [design, results].filter { $0.column(Self.row) == nil }.map(\.file)
      notes.append(
        "\(without.joined(separator: " and ")) \(without.count == 1 ? "has" : "have") no column \(Self.row); the results "
          + "were matched with the design line by line")
    }
    if indices == nil {
      notes += zip(inputs, inputs.indices).filter { Self.counts(ordered, $0.1) }.map {
        "the values of \($0.0) in \(path) are the numbers of the lines; if it is no input, remove it"
      }
    }
    self.notes = notes
    guard !inputs.isEmpty else { throw DataFileError(file: path, line: 1, "it has no input column") }
    guard !measures.isEmpty else { throw DataFileError(file: other, line: 1, "it has no measure column") }
  }

  /// Rejects `Row` for `row`: it would be an input or a measure.
  private static func refuseOtherSpellings(in table: DataTable) throws(DataFileError) {
    guard table.column(row) == nil, let other = table.header.first(where: { $0.lowercased() == row }) else { return }
    throw DataFileError(file: table.file, line: 1, "the column \(other) has to be called \(row)")
  }

  /// Rejects files whose lines cannot be those of each other, where they are not matched by the numbers of rows.
  private static func requireOneOrder(of design: DataTable, and results: DataTable) throws {
    guard design.count == results.count else {
      let empty =
        results.header.count == 1 ? "; a row without a result is written as \"\", for blank lines are skipped" : ""
      throw DataFileError(
        file: results.file,
        "has \(results.count) rows where \(design.file) has \(design.count): without a column \(row) in both files they are "
          + "matched line by line; add the column, with the numbers of rows from 0, or the rows that are missing\(empty)"
      )
    }
    for (table, other) in [(design, results), (results, design)] {
      guard let numbers = table.column(row) else { continue }
      for line in 0..<table.count {
        let number = try numbers.count(line, "the number of a row, from 0,")
        guard number == line else {
          throw table.error(
            row: line, column: row,
            "expected \(line) and found \(number): \(other.file) has no column \(row), so the rows have to be in order, from 0; "
              + "add the column to \(other.file), or sort the rows")
        }
      }
    }
  }

  /// Whether the values of an input count the rows, from 0 or 1.
  private static func counts(_ rows: [[Double]], _ input: Int) -> Bool {
    guard rows.count > 1, let first = rows.first?[input], first == 0 || first == 1 else { return false }
    return rows.enumerated().allSatisfy { $0.element[input] == first + Double($0.offset) }
  }

  /// The outputs of a measure in the order of the design.
  /// - Parameter allowingMissing: whether a row without a result is one without an output, and no error.
  /// - Throws: ``DataFileError`` for a cell that is no number or a row of another design, ``IndexedRows/Mismatch`` for rows that
  ///   are missing or there twice.
  func outputs(of measure: String, allowingMissing: Bool) throws -> IndexedRows {
    let column = try results.requiredColumn(measure)
    let indices = isMatchedByNumber ? results.column(Self.row) : nil
    let marks = results.column(Self.point)
    let inputColumns = inputs.map { results.column($0) }
    var found: [IndexedRows.Result] = []
    var seen: Set<Int> = []
    for row in 0..<results.count {
      let index = try indices?.count(row, "the number of a row, from 0,") ?? row
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

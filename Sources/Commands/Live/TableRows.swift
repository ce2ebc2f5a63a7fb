import Results

/// A table as Vega takes it: an object a row, with numbers as numbers.
enum TableRows {
  static func json(_ table: Table) -> JSONValue {
    .array(
      table.rows.map { row in
        .object(
          zip(table.header, row).map { name, cell in
            JSONValue.Member(name, cell.isEmpty ? .null : Double(cell).map { .number($0) } ?? .string(cell))
          })
      })
  }
}

import CommandOptions
import SystemPackage

extension WrittenResults {
  /// The results for programs. The shape is promised:
  ///
  /// - `payoff`: the version; `command`, `experiment`, `question`, `measure`: what was asked.
  /// - `answer`: sentences in English, for people.
  /// - `directory`: where the files are; `files` and `charts`: their names in it.
  /// - `tables`: for each CSV file that has no row a replication, its rows as objects with the columns of the file. Numbers
  ///   are numbers, `true` and `false` are those, and an empty cell is `null`.
  package var json: JSONValue {
    let facts = results.facts
    let kept = records.compactMap { record in record.table.map { (record, $0) } }
    let tables = kept.map { record, table in
      JSONValue.Member(String(record.name.prefix { $0 != "." }), Self.rows(of: table, record.columns))
    }
    return [
      "payoff": .string(Version.number), "command": .string(facts.verb), "experiment": .string(facts.experiment),
      "question": .string(facts.question), "measure": facts.measure.map { .string($0) } ?? .null,
      "answer": .array(results.answer(in: .english).map { .string($0) }), "directory": .string(path.string),
      "files": .array(records.map { .string($0.name) }), "charts": .array(charts.map { .string($0.path) }),
      "tables": .object(tables),
    ]
  }

  private static func rows(of table: Table, _ columns: [Column]) -> JSONValue {
    .array(
      table.rows.map { row in
        .object(zip(columns, row).map { column, cell in JSONValue.Member(column.name, value(cell, column.kind)) })
      })
  }

  private static func value(_ cell: String, _ kind: Column.Kind) -> JSONValue {
    guard !cell.isEmpty else { return .null }
    switch kind {
    case .integer, .number: return Double(cell).map { .number($0) } ?? .string(cell)
    case .boolean: return .boolean(cell == "true")
    case .string: return .string(cell)
    }
  }
}

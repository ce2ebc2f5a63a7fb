import Experimentation
package import SystemPackage

/// A directory of results that has just been written.
package struct WrittenResults: Sendable {
  package let path: FilePath
  package let results: ResultSet
  package let charts: [Chart]
  /// Its tables and documents, in the order in which they were begun.
  package let files: [FileRecord]

  /// The line that names the files: `Files in runs/mine: boxes.csv, inputs.csv, datapackage.json`.
  package var filesLine: String {
    "Files in \(path): " + (files.map(\.path) + [DataPackage.file]).joined(separator: ", ")
  }

  /// The results for programs. The shape is promised:
  ///
  /// - `payoff`: the version; `command`, `experiment`, `question`, `measure`: what was asked.
  /// - `answer`: sentences in English, for people.
  /// - `warnings`: sentences in English on what limits the trust in it; none where nothing does.
  /// - `directory`: where the files are. Their names in it: `files`, which are tables; `documents`, which are none, such as a
  ///   fitted load and the description of the directory; and `charts`.
  /// - `tables`: for each CSV file that has no row a replication, its rows as objects with the columns of the file. Numbers
  ///   are numbers, `true` and `false` are those, and an empty cell is `null`.
  package var json: JSONValue {
    let facts = results.facts
    let tables = files.compactMap { file -> JSONValue.Member? in
      guard let record = file.table, let rows = results.tables[file.name]?.rows else { return nil }
      return JSONValue.Member(file.name, .array(rows.map { Self.object($0, record.columns) }))
    }
    let documents = files.filter { $0.table == nil }.map(\.path) + [DataPackage.file]
    return [
      "payoff": .string(Version.number), "command": .string(facts.command), "experiment": .string(facts.experiment),
      "question": .string(facts.question), "measure": facts.measure.map { .string($0) } ?? .null,
      "answer": .array(results.answer(in: .english).map { .string($0) }),
      "warnings": .array(facts.warnings.map { .string($0) }), "directory": .string(path.string),
      "files": .array(files.filter { $0.table != nil }.map { .string($0.path) }),
      "documents": .array(documents.map { .string($0) }),
      "charts": .array(charts.map { .string($0.path) }), "tables": .object(tables),
    ]
  }

  private static func object(_ row: [String], _ columns: [Column]) -> JSONValue {
    .object(zip(columns, row).map { column, cell in JSONValue.Member(column.name, value(cell, column.kind)) })
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

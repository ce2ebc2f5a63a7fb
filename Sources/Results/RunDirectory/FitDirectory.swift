package import SystemPackage

/// The folder that a fit leaves behind: tables, and the fit as files that other commands and experiments read.
package enum FitDirectory {
  /// A table, ready as text.
  package struct Table: Sendable {
    package let name: String
    package let columns: [(name: String, isNumber: Bool)]
    package let rows: [[String]]

    package init(_ name: String, columns: [(name: String, isNumber: Bool)], rows: [[String]]) {
      self.name = name
      self.columns = columns
      self.rows = rows
    }
  }

  /// A file that is no table: JSON or Swift.
  package struct Document: Sendable {
    package let name: String
    package let text: String

    package init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// Writes the folder.
  /// - `kind`: `trace`, `measured` or `adoption`.
  package static func write(
    to path: FilePath, replaces: Bool, title: String, question: String, answer: String, tables: [Table],
    documents: [Document], kind: String, source: String, settings: [String: String], seed: UInt64
  ) throws(OutputError) -> WrittenResults {
    let directory = try OutputDirectory(path, replaces: replaces)
    var records: [CSVFile.Record] = []
    for table in tables {
      let file = try directory.csv(
        table.name, columns: table.columns.map { Column($0.name, $0.isNumber ? .number : .string) })
      for row in table.rows { try file.write(row.map { CSVText.field($0) }) }
      records.append(try file.close())
    }
    var others: [OtherFile] = []
    for document in documents {
      let isJSON = document.name.hasSuffix(".json")
      others.append(
        OtherFile(
          record: try directory.write(Array(document.text.utf8), to: document.name),
          name: String(document.name.prefix { $0 != "." }), format: isJSON ? "json" : "swift",
          mediaType: isJSON ? "application/json" : "text/x-swift"))
    }
    return try directory.finish(
      ResultFacts(verb: "fit", experiment: title, question: question, answer: answer), records, others: others,
      making: ServingMaking(
        "fit", of: [source], settings: settings.merging(["kind": kind]) { $1 }, seed: seed, answer: answer))
  }
}

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
  package static func write(
    to path: FilePath, replaces: Bool, title: String, question: String, tables: [Table], documents: [Document],
    command: String, source: String, settings: [String: String], seed: UInt64
  ) throws(OutputError) {
    let directory = try OutputDirectory(path, replaces: replaces)
    var records: [CSVFile.Record] = []
    for table in tables {
      let file = try directory.csv(
        table.name, columns: table.columns.map { Column($0.name, $0.isNumber ? .number : .string) })
      for row in table.rows { try file.write(row.map { CSVText.field($0) }) }
      records.append(try file.close())
    }
    var others: [DataPackage<ServingMaking>.OtherFile] = []
    for document in documents {
      let isJSON = document.name.hasSuffix(".json")
      others.append(
        .init(
          record: try directory.write(Array(document.text.utf8), to: document.name),
          name: String(document.name.prefix { $0 != "." }), format: isJSON ? "json" : "swift",
          mediaType: isJSON ? "application/json" : "text/x-swift"))
    }
    try directory.finish(
      DataPackage(
        title: title, description: question, files: records, others: others,
        making: ServingMaking(command, of: [source], settings: settings, seed: seed)))
  }
}

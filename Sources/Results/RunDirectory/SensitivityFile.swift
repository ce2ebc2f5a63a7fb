import Experimentation

/// `sensitivity.csv`, the same for every method.
enum SensitivityFile {
  static func write(_ rows: [SensitivityRow], to directory: OutputDirectory) throws(OutputError) -> CSVFile.Record {
    let kinds: [String: Column.Kind] = ["value": .number, "ci95_low": .number, "ci95_high": .number]
    let file = try directory.csv(
      "sensitivity.csv", columns: SensitivityRow.columns.map { Column($0, kinds[$0] ?? .string) })
    for row in rows { try file.write(row.fields.map { CSVText.field($0) }) }
    return try file.close()
  }
}

import Experimentation

extension RunDescription {
  /// Writes the experiment and the data package, and puts the directory in its place.
  func finish(_ directory: OutputDirectory, _ schema: RunSchema, _ records: [CSVFile.Record]) throws(OutputError) {
    var sourceRecord: CSVFile.Record?
    if let source { sourceRecord = try directory.write(Array(source.utf8), to: "experiment.swift") }
    let package = try DataPackage(self, schema, files: records, source: sourceRecord).json()
    _ = try directory.write(package, to: "datapackage.json")
    try directory.finish()
  }

  /// Writes `inputs.csv`.
  func writeInputs(to directory: OutputDirectory) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("input", .string), Column("unit", .string), Column("distribution", .string),
      Column("value", .string, "where it is the same in every replication"), Column("source", .string),
      Column("overridden", .boolean),
    ]
    let file = try directory.csv("inputs.csv", columns: columns)
    for input in inputs {
      try file.write(
        [
          input.name, input.unit, input.distribution, CSVText.number(input.value), input.source,
          "\(input.isOverridden)",
        ].map { CSVText.field($0) })
    }
    for choice in choices {
      try file.write(
        [
          choice.name, "", "one of " + choice.options.joined(separator: ", "), choice.option, "our decision",
          "\(choice.isOverridden)",
        ].map { CSVText.field($0) })
    }
    for setting in settings {
      try file.write(
        [setting.name, "", "text", setting.value, "a setting", "\(setting.isOverridden)"].map { CSVText.field($0) })
    }
    return try file.close()
  }
}

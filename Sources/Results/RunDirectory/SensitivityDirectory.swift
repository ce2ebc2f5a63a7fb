package import Experimentation
package import SystemPackage

/// The folder that a sensitivity analysis leaves behind: the rows of the design, their results, and the indices.
package struct SensitivityDirectory {
  /// Every file that it may hold.
  package static let fileNames = [
    "design.csv", "results.csv", "sensitivity.csv", "inputs.csv", "experiment.swift", "datapackage.json",
  ]

  private let directory: OutputDirectory
  private let description: RunDescription
  private let schema: RunSchema
  private let inputs: [Int]
  private let design: CSVFile
  private let results: CSVFile

  /// - `inputs`: the columns of a run that the design varies.
  package init(
    _ path: FilePath, replaces: Bool, _ description: RunDescription, _ schema: RunSchema, inputs: [Int]
  ) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
    self.description = description
    self.schema = schema
    self.inputs = inputs
    let row = [
      Column("row", .integer, "of the design, from 0"),
      Column("point", .string, "a mark of the inputs' values, which tells whether a result is of this row"),
    ]
    design = try directory.csv(
      "design.csv",
      columns: row + inputs.map { Column(description.inputs[$0].name, .number, unit: description.inputs[$0].unit) },
      keepsRows: false)
    results = try directory.csv(
      "results.csv",
      columns: row + schema.measures.map { Column($0.name, .number, unit: $0.unit.description, $0.meaning) },
      keepsRows: false)
  }

  /// Writes the next rows.
  package func append(_ records: [ReplicationRecord]) throws(OutputError) {
    for record in records {
      let values = inputs.map { record.inputs[$0] }
      let row = ["\(record.replication)", PointMark.text(of: values)]
      try design.write(row + values.map { CSVText.number($0) })
      try results.write(row + record.measures.map { CSVText.number($0) })
    }
  }

  /// Writes the indices and puts the directory in its place.
  /// - Parameter measure: the one that is explained.
  package func finish(_ rows: [SensitivityRow], measure: String) throws(OutputError) -> WrittenResults {
    var records = [try design.close(), try results.close()]
    records.append(try SensitivityFile.write(rows, to: directory))
    records.append(try description.writeInputs(to: directory))
    return try description.finish(directory, schema, records, measure: measure)
  }
}

package import Experimentation
package import SystemPackage

/// The folder that seeking leaves behind: `seek.csv` has a row for each value of the input, or each option, that was looked at.
package struct SeekDirectory {
  /// Every file that it may hold.
  package static let fileNames = ["seek.csv", "inputs.csv", "experiment.swift", "datapackage.json"]

  private let directory: OutputDirectory
  private let description: RunDescription
  private let schema: RunSchema

  package init(
    _ path: FilePath, replaces: Bool, _ description: RunDescription, _ schema: RunSchema
  ) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
    self.description = description
    self.schema = schema
  }

  /// Writes the looks of a goal seek and puts the directory in its place.
  package func finish(
    _ result: GoalSeekResult, _ input: SoughtInput, _ target: FigureTarget
  ) throws(OutputError) -> WrittenResults {
    let file = try directory.csv(
      "seek.csv",
      columns: [
        Column(input.name, .number, unit: input.unit.description), Column("figure", .string), Column("unit", .string),
        Column("target", .number), Column("value", .number, "of the figure at that input"),
        Column("ci95_low", .number), Column("ci95_high", .number),
      ])
    let figure = CSVText.field("\(target.figure)")
    for look in result.trace {
      try file.write(
        [CSVText.number(look.x), figure, CSVText.field(target.figure.unit.description), CSVText.number(target.value)]
          + ComparisonFiles.numbers(look.figure))
    }
    return try finish([try file.close()], about: "\(target.figure)")
  }

  /// Writes the options of a selection and puts the directory in its place.
  package func finish(
    _ selection: Selection, _ sweep: Sweep, of measure: MeasureReading, lessIsBetter: Bool
  ) throws(OutputError) -> WrittenResults {
    var columns = sweep.variations.map { variation in
      if case .choice = variation.target { return Column(variation.name, .string) }
      return Column(variation.name, .number, unit: variation.unit.description)
    }
    columns += [
      Column("measure", .string), Column("unit", .string), Column("mean", .number, "over the replications it had"),
      Column("ci95_low", .number), Column("ci95_high", .number), Column("replications", .integer),
      Column("is_left", .boolean, "at the end of the selection"),
    ]
    let file = try directory.csv("seek.csv", columns: columns)
    for option in 0..<sweep.count {
      var fields = zip(sweep.variations, sweep.positions(of: option)).map { CSVText.field($0.labels[$1]) }
      fields += [CSVText.field(measure.name), CSVText.field(measure.unit.description)]
      fields += ComparisonFiles.numbers(selection.means[option])
      fields += ["\(selection.replications[option])", "\(selection.survivors.contains(option))"]
      try file.write(fields)
    }
    return try finish([try file.close()], about: measure.name, lessIsBetter: lessIsBetter)
  }

  private func finish(
    _ records: [CSVFile.Record], about measure: String, lessIsBetter: Bool? = nil
  ) throws(OutputError) -> WrittenResults {
    try description.finish(
      directory, schema, records + [try description.writeInputs(to: directory)], measure: measure,
      lessIsBetter: lessIsBetter)
  }
}

package import Experimentation
package import SystemPackage

/// The folder that `payoff wait` leaves behind: `timing.csv` has a row for each date and each strategy, `acting.csv` one for
/// each strategy and date.
package struct WaitDirectory {
  /// Every file that it may hold.
  package static let fileNames = ["timing.csv", "acting.csv", "inputs.csv", "experiment.swift", "datapackage.json"]

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

  /// Writes the files and puts the directory in its place.
  ///
  /// - `answer`: what was found, in sentences.
  /// - `names`: what each row of the analysis is called, the dates fixed beforehand first.
  package func finish(
    _ analysis: TimingAnalysis, names: [String], measure: String, unit: String, answer: String
  ) throws(OutputError) -> WrittenResults {
    let rows = analysis.fixed + analysis.strategies
    let timing = try directory.csv(
      "timing.csv",
      columns: [
        Column("strategy", .string), Column("measure", .string), Column("unit", .string),
        Column("mean", .number, "on fresh replications"), Column("ci95_low", .number), Column("ci95_high", .number),
        Column("gain", .number, "over acting at once or never, in the same replications"),
        Column("gain_ci95_low", .number), Column("gain_ci95_high", .number),
        Column("training_mean", .number, "on the replications on which it was chosen, which flatter it"),
        Column("median_month", .integer, "by which one has acted in half of the futures"),
        Column("never", .number, "the share of the futures in which one never acts"),
      ])
    for (name, row) in zip(names, rows) {
      var fields = [name, measure, unit].map { CSVText.field($0) }
      fields += ComparisonFiles.numbers(row.mean) + ComparisonFiles.numbers(row.gain)
      fields.append(CSVText.number(row.trainingMean))
      fields.append(row.medianDate.map { "\(analysis.months[$0])" } ?? "")
      fields.append(CSVText.number(row.never))
      try timing.write(fields)
    }
    let acting = try directory.csv(
      "acting.csv",
      columns: [
        Column("strategy", .string), Column("month", .integer, "from 0, before the first month"),
        Column("share", .number, "of the futures in which one acts then"),
      ])
    for (name, row) in zip(names, rows) {
      for (month, share) in zip(analysis.months, row.acting) {
        try acting.write([CSVText.field(name), "\(month)", CSVText.number(share)])
      }
    }
    let records = [try timing.close(), try acting.close(), try description.writeInputs(to: directory)]
    return try description.finish(directory, schema, records, measure: measure, answer: answer)
  }
}

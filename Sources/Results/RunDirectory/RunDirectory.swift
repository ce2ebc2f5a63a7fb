import Demand
import EventSimulation
package import Experimentation
package import SystemPackage

/// The folder that a run leaves behind.
package final class RunDirectory {
  private let directory: OutputDirectory
  private let description: RunDescription
  private let schema: RunSchema
  private let replications: CSVFile

  /// Begins a run directory; see ``OutputDirectory``.
  package init(_ path: FilePath, replaces: Bool, _ description: RunDescription, _ schema: RunSchema) throws(OutputError)
  {
    self.description = description
    self.schema = schema
    directory = try OutputDirectory(path, replaces: replaces)
    var columns = [Column("replication", .integer, "from 0")]
    columns += description.inputs.map { Column($0.name, .number, unit: $0.unit, $0.meaning) }
    columns += description.choices.map { Column($0.name, .string, $0.meaning) }
    columns += schema.measures.map { Column($0.name, .number, unit: $0.unit.description, $0.meaning) }
    replications = try directory.csv("replications.csv", columns: columns, keepsRows: false)
  }

  /// Every file that a run directory may hold.
  package static let fileNames = [
    "replications.csv", "summary.csv", "distribution.csv", "survival.csv", "timeline.csv", "inputs.csv", "checks.csv",
    "precision.csv",
    "experiment.swift",
    "datapackage.json",
  ]

  /// Writes the rows of the next replications.
  package func append(_ records: [ReplicationRecord]) throws(OutputError) {
    let choices = description.choices.map { CSVText.field($0.option) }
    for record in records {
      var fields = ["\(record.replication)"]
      fields += record.inputs.map { CSVText.number($0) }
      fields += choices
      fields += record.measures.map { CSVText.number($0) }
      try replications.write(fields)
    }
  }

  /// Writes what remains and puts the directory in its place.
  ///
  /// - `answer`: the experiment's own.
  package func finish(_ summary: RunSummary, answer: String? = nil) throws(OutputError) -> WrittenResults {
    var records: [CSVFile.Record] = []
    records.append(try replications.close())
    records.append(try writeSummary(summary))
    records.append(try writeDistribution(summary))
    if summary.hasEvents { records.append(try writeSurvival(summary)) }
    if !schema.series.isEmpty { records.append(try writeTimeline(summary)) }
    records.append(try description.writeInputs(to: directory))
    if !schema.checks.isEmpty { records.append(try writeChecks(summary)) }
    if let sampled = summary.sampled { records.append(try writePrecision(summary, sampled)) }
    return try description.finish(directory, schema, records, answer: answer, replications: summary.replications)
  }

  private func writeSummary(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv("summary.csv", columns: MeasureColumns.columns)
    for (index, declaration) in schema.measures.enumerated() {
      try file.write(
        MeasureColumns.fields(declaration, summary.measures[index], interval: summary.interval(of: index)))
    }
    return try file.close()
  }

  private func writeDistribution(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv(
      "distribution.csv",
      columns: [
        Column("measure", .string), Column("unit", .string), Column("from", .number, "the values above it"),
        Column("to", .number, "and up to it"), Column("replications", .integer, "with such a value"),
        Column("share", .number, "of all replications"), Column("share_to", .number, "of all replications up to here"),
      ])
    for (declaration, measure) in zip(schema.measures, summary.measures) {
      let isMonth = declaration.unit.description == "month"
      for bin in HistogramBins.bins(of: measure, months: isMonth ? schema.horizon?.months : nil) {
        var fields = [CSVText.field(declaration.name), CSVText.field(declaration.unit.description)]
        fields += [CSVText.number(bin.from), CSVText.number(bin.to), "\(bin.count)"]
        fields += [bin.count, bin.countTo].map { CSVText.number(Double($0) / Double(measure.count)) }
        try file.write(fields)
      }
    }
    return try file.close()
  }

  private func writeTimeline(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let columns =
      [
        Column("measure", .string), Column("unit", .string), Column("month", .integer, "from 1"),
        Column("mean", .number),
      ] + MeasureSummary.percentiles.map { Column(Column.percentileName($0), .number) }
    let file = try directory.csv("timeline.csv", columns: columns)
    for (declaration, months) in zip(schema.series, summary.timeline) {
      for (month, value) in months.enumerated() {
        var fields = [CSVText.field(declaration.name), CSVText.field(declaration.unit.description), "\(month + 1)"]
        fields.append(CSVText.number(value.mean))
        fields += value.quantiles(MeasureSummary.percentiles).map { CSVText.number($0) }
        try file.write(fields)
      }
    }
    return try file.close()
  }

  private func writeSurvival(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("measure", .string), Column("month", .integer, "from 1"),
      Column("chance", .number, "that it has come by the end of the month"), Column("ci95_low", .number, "Wilson's"),
      Column("ci95_high", .number, "Wilson's"),
      Column("survival", .number, "the chance that it has not; of the last month, that of never within the horizon"),
    ]
    let file = try directory.csv("survival.csv", columns: columns)
    for (declaration, event) in zip(schema.measures, summary.events) {
      guard let event else { continue }
      for (month, chance) in event.chances.enumerated() {
        try file.write(
          [CSVText.field(declaration.name), "\(month + 1)"] + ComparisonFiles.numbers(chance)
            + [CSVText.number(1 - chance.value)])
      }
    }
    return try file.close()
  }

  private func writePrecision(
    _ summary: RunSummary, _ sampled: SampledMeans
  ) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("measure", .string), Column("unit", .string), Column("sampling", .string),
      Column("mean", .number, "by this sampling; empty where some replication has no value"),
      Column("ci95_low", .number), Column("ci95_high", .number),
      Column("gain", .number, "times as many independent replications would give the same interval"),
    ]
    let file = try directory.csv("precision.csv", columns: columns)
    for (index, declaration) in schema.measures.enumerated() {
      let estimate = sampled.estimate(of: index)
      let numbers = [estimate?.mean.value, estimate?.mean.low, estimate?.mean.high]
      var fields = [declaration.name, declaration.unit.description, sampled.sampling.description]
        .map { CSVText.field($0) }
      fields += numbers.map { CSVText.number($0) }
      // A variance of which nothing is left has no finite gain.
      fields.append(CSVText.number(estimate.flatMap { $0.gain.isFinite ? $0.gain : nil }))
      try file.write(fields)
    }
    return try file.close()
  }

  private func writeChecks(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("check", .string), Column("unit", .string), Column("by_hand", .number), Column("p10", .number),
      Column("p50", .number), Column("p90", .number), Column("ratio", .number, "p50 over by_hand"),
      Column("explanation", .string),
    ]
    let file = try directory.csv("checks.csv", columns: columns)
    for check in schema.checks {
      let quantiles = summary.measures[check.measure].quantiles([0.10, 0.50, 0.90])
      var fields = [CSVText.field(check.name), CSVText.field(check.unit.description), CSVText.number(check.byHand)]
      fields += quantiles.map { CSVText.number($0) }
      fields.append(CSVText.number(check.byHand != 0 ? quantiles[1].map { $0 / check.byHand } : nil))
      fields.append(CSVText.field(check.explanation))
      try file.write(fields)
    }
    return try file.close()
  }
}

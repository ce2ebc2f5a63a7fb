import EventSimulation
package import Experimentation

// The tables that several commands write.

extension ResultTable {
  /// A row an input, choice and setting.
  package static let inputs = ResultTable("inputs", title: Text("Assumptions", zh: "所作假设"))
  /// A row a measure, or a row a figure.
  package static let summary = ResultTable("summary", title: Text("What came out", zh: "结果"))
}

/// The columns in which the distribution of a measure is shown.
package enum MeasureColumns {
  /// The percentiles alone.
  package static var percentiles: [Column] {
    MeasureSummary.percentiles.map { Column(Column.percentileName($0), .number) }
  }

  package static var columns: [Column] {
    let percentiles = MeasureSummary.percentiles.map { p in
      Column(
        Column.percentileName(p), .number,
        "type 7; as absence says, an absent value is later than all, or left out, or makes it unknown")
    }
    return [
      Column("measure", .string), Column("unit", .string),
      Column("n", .integer, "replications with a value"), Column("mean", .number, "empty where some have none"),
      Column("sd", .number), Column("ci95_low", .number, "of the mean, Student's t; of a probability, Wilson's"),
      Column("ci95_high", .number, "of the mean, Student's t; of a probability, Wilson's"),
    ] + percentiles + [
      Column("min", .number), Column("max", .number), Column("empty", .integer, "replications without a value"),
      Column("absence", .string, "what it means that a replication has no value"),
      Column("positive", .integer, "replications with a value above 0"),
    ]
  }

  /// - `interval`: of the mean; the measure's own unless given.
  package static func cells(
    _ declaration: MeasureDeclaration, _ measure: MeasureSummary, interval: Estimate?
  ) -> [(any CellValue)?] {
    let numbers: [Double?] = [measure.mean, measure.standardDeviation, interval?.low, interval?.high]
    let ends: [(any CellValue)?] = [
      measure.minimum, measure.maximum, measure.empty, declaration.absence.rawValue, measure.positive,
    ]
    return [declaration.name, declaration.unit.description, measure.tally.count] + numbers
      + measure.quantiles(MeasureSummary.percentiles) + ends
  }
}

/// A named figure in a table of figures: what it is, which statistic of it, its value and its unit.
package struct FigureRow: Sendable, Hashable {
  package let measure: String
  package let statistic: String
  /// `nil` where there is none.
  package let value: Double?
  package let unit: String

  /// A measure that is one number.
  package init(_ measure: String, _ value: Double?, unit: String = "1") {
    self.init(measure, "", value, unit: unit)
  }

  package init(_ measure: String, _ statistic: String, _ value: Double?, unit: String = "1") {
    self.measure = measure
    self.statistic = statistic
    self.value = value
    self.unit = unit
  }

  /// Writes a table of figures.
  package static func write(_ rows: [FigureRow], to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .summary,
      [
        Column("measure", .string), Column("statistic", .string, "empty where the measure is one number"),
        Column("value", .number), Column("unit", .string),
      ])
    for row in rows { try table.write([row.measure, row.statistic, row.value, row.unit]) }
  }
}

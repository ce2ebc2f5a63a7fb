import EventSimulation
import Experimentation

/// The columns in which `summary.csv` and `sweep.csv` show the distribution of a measure.
enum MeasureColumns {
  static var columns: [Column] {
    let percentiles = MeasureSummary.percentiles.map { p in
      Column(
        Column.percentileName(p), .number,
        "type 7; a month that never comes is later than all, and where a rate has no value there is no quantile")
    }
    return [
      Column("measure", .string), Column("unit", .string),
      Column("n", .integer, "replications with a value"), Column("mean", .number, "empty where some have none"),
      Column("sd", .number), Column("ci95_low", .number, "of the mean, Student's t; of a probability, Wilson's"),
      Column("ci95_high", .number, "of the mean, Student's t; of a probability, Wilson's"),
    ] + percentiles + [
      Column("min", .number), Column("max", .number), Column("empty", .integer, "replications without a value"),
      Column("positive", .integer, "replications with a value above 0"),
    ]
  }

  /// - `interval`: of the mean; the measure's own unless given.
  static func fields(
    _ declaration: MeasureDeclaration, _ measure: MeasureSummary, interval: Estimate?
  ) -> [String] {
    var fields = [CSVText.field(declaration.name), CSVText.field(declaration.unit.description)]
    fields.append("\(measure.tally.count)")
    fields += [measure.mean, measure.standardDeviation, interval?.low, interval?.high].map {
      CSVText.number($0)
    }
    fields += measure.quantiles(MeasureSummary.percentiles).map { CSVText.number($0) }
    return fields + [CSVText.number(measure.minimum), CSVText.number(measure.maximum)]
      + ["\(measure.empty)", "\(measure.positive)"]
  }
}

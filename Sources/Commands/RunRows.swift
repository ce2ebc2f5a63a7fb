import Demand
import Experimentation
import Results

/// The rows of the tables of a run from which its answer and its charts are made, wherever they go: `payoff run` writes them
/// to files, the live page keeps them.
struct RunRows {
  private let summary: RunSummary
  private var schema: RunSchema { summary.schema }

  init(_ summary: RunSummary) { self.summary = summary }

  static let distributionColumns = [
    Column("measure", .string), Column("unit", .string), Column("from", .number, "the values above it"),
    Column("to", .number, "and up to it"), Column("replications", .integer, "with such a value"),
    Column("share", .number, "of all replications"), Column("share_to", .number, "of all replications up to here"),
  ]

  static let timelineColumns =
    [
      Column("measure", .string), Column("unit", .string),
      Column("month", .integer, "from 1; 0 is time zero, of what can be paid then"), Column("mean", .number),
    ] + MeasureColumns.percentiles

  /// A row a measure.
  func writeSummary(to table: some RowReceiver) throws(OutputError) {
    for (index, declaration) in schema.measures.enumerated() {
      try table.write(
        MeasureColumns.cells(declaration, summary.measures[index], interval: summary.interval(of: index)))
    }
  }

  /// A row an interval of values, of each measure or of those.
  func writeDistribution(to table: some RowReceiver, of names: Set<String>? = nil) throws(OutputError) {
    for (declaration, measure) in zip(schema.measures, summary.measures)
    where names?.contains(declaration.name) ?? true {
      let unit = declaration.unit.description
      for bin in HistogramBins.bins(of: measure, months: unit == "month" ? schema.horizon?.months : nil) {
        let shares = [bin.count, bin.countTo].map { Double($0) / Double(measure.count) }
        try table.write([declaration.name, unit, bin.from, bin.to, bin.count], shares)
      }
    }
  }

  /// A row a month, of each series or of those.
  func writeTimeline(to table: some RowReceiver, of names: Set<String>? = nil) throws(OutputError) {
    for ((declaration, months), start) in zip(zip(schema.series, summary.timeline), summary.starts)
    where names?.contains(declaration.name) ?? true {
      for (month, value) in ([start].compactMap(\.self) + months).enumerated() {
        try table.write(
          [declaration.name, declaration.unit.description, month + (start == nil ? 1 : 0), value.mean],
          value.quantiles(MeasureSummary.percentiles))
      }
    }
  }
}

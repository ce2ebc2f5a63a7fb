package import Experimentation

/// What the sentences about a measure need of its distribution.
package struct MeasureFacts: Sendable, Hashable {
  package let name: String
  /// Without the 1 of a pure number.
  package let unit: String
  package let count: Int
  /// Replications without a value.
  package let empty: Int
  /// Replications above 0.
  package let positive: Int
  package let mean: Double?
  package let interval: ClosedRange<Double>?
  package let p10: Double?
  package let p50: Double?
  package let p90: Double?

  package init(_ declaration: MeasureDeclaration, _ measure: MeasureSummary) {
    name = declaration.name
    unit = declaration.unit == .one ? "" : declaration.unit.description
    count = measure.count
    empty = measure.empty
    positive = measure.positive
    mean = measure.mean
    interval = measure.interval.map { $0.low...$0.high }
    let quantiles = measure.quantiles([0.1, 0.5, 0.9])
    (p10, p50, p90) = (quantiles[0], quantiles[1], quantiles[2])
  }

  /// Reads a row of a table with the columns of `summary.csv`.
  init(_ table: Table, _ row: Int) {
    name = table.text(row, "measure")
    let unit = table.text(row, "unit")
    self.unit = unit == "1" ? "" : unit
    empty = Int(table.text(row, "empty")) ?? 0
    count = (Int(table.text(row, "n")) ?? 0) + empty
    positive = Int(table.text(row, "positive")) ?? 0
    mean = table.number(row, "mean")
    if let low = table.number(row, "ci95_low"), let high = table.number(row, "ci95_high"), low <= high {
      interval = low...high
    } else {
      interval = nil
    }
    (p10, p50, p90) = (table.number(row, "p10"), table.number(row, "p50"), table.number(row, "p90"))
  }
}

import EventSimulation
import Experimentation

/// The tables of a comparison.
enum ComparisonFiles {
  /// Writes `options.csv`.
  static func writeOptions(
    _ comparison: Comparison, to directory: OutputDirectory
  ) throws(OutputError) -> CSVFile.Record {
    let chances = ["chance_greatest", "chance_least"].flatMap { name in
      [
        Column(name, .number, "that no other option has more, or less, on the same draws; ties share it"),
        Column("\(name)_ci95_low", .number, "Wilson's"), Column("\(name)_ci95_high", .number, "Wilson's"),
      ]
    }
    let file = try directory.csv("options.csv", columns: [Column("option", .string)] + MeasureColumns.columns + chances)
    for (option, name) in comparison.options.enumerated() {
      for (index, declaration) in comparison.schema.measures.enumerated() {
        let measure = comparison.measures[option][index]
        var fields = [CSVText.field(name)]
        fields += MeasureColumns.fields(declaration, measure, interval: measure.interval)
        for isLeast in [false, true] {
          fields += numbers(comparison.chanceOfExtreme(option, measure: index, least: isLeast))
        }
        try file.write(fields)
      }
    }
    return try file.close()
  }

  /// Writes `differences.csv`.
  static func writeDifferences(
    _ comparison: Comparison, to directory: OutputDirectory
  ) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("measure", .string), Column("unit", .string), Column("option", .string), Column("other", .string),
      Column("n", .integer, "replications in which both have a value"),
      Column("difference_mean", .number, "option less other, on the same draws; empty where some have no value"),
      Column("difference_ci95_low", .number, "Student's t of the pairs"),
      Column("difference_ci95_high", .number, "Student's t of the pairs"),
      Column("p_value", .number, "of a difference as large if there were none"),
      Column("correlation", .number, "of the pairs"), Column("chance_greater", .number, "ties count half"),
      Column("chance_greater_ci95_low", .number, "Wilson's"), Column("chance_greater_ci95_high", .number, "Wilson's"),
      Column(
        "runs_saved", .number, "times as many independent replications would give the same interval; empty: no end"),
    ]
    let file = try directory.csv("differences.csv", columns: columns)
    for (index, declaration) in comparison.schema.measures.enumerated() {
      for option in comparison.options.indices.dropFirst() {
        for other in 0..<option {
          let pair = comparison.pair(option, other, measure: index)
          let difference = pair.unpaired == 0 ? PairedDifference(pair) : nil
          var fields = [
            declaration.name, declaration.unit.description, comparison.options[option], comparison.options[other],
          ].map { CSVText.field($0) }
          fields.append("\(pair.difference.count)")
          fields += [
            difference?.difference.value, difference?.difference.low, difference?.difference.high, difference?.p,
            difference?.correlation,
          ].map { CSVText.number($0) }
          fields += numbers(pair.chanceOfGreater())
          fields.append(CSVText.number(difference.flatMap { $0.runsSaved.isFinite ? $0.runsSaved : nil }))
          try file.write(fields)
        }
      }
    }
    return try file.close()
  }

  /// A figure and the ends of its interval; an end that is not known is empty.
  static func numbers(_ estimate: Estimate) -> [String] {
    [estimate.value, estimate.low, estimate.high].map { CSVText.number($0.isFinite ? $0 : nil) }
  }
}

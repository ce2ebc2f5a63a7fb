import EventSimulation
package import Experimentation
package import SystemPackage

/// The folder that a sweep leaves behind: `sweep.csv` has a row for each point and measure.
package struct SweepDirectory {
  /// Every file that it may hold.
  package static let fileNames = ["sweep.csv", "inputs.csv", "experiment.swift", "datapackage.json"]

  private let directory: OutputDirectory
  private let description: RunDescription
  private let sweep: Sweep

  package init(_ path: FilePath, replaces: Bool, _ description: RunDescription, _ sweep: Sweep) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
    self.description = description
    self.sweep = sweep
  }

  /// Writes the files and puts the directory in its place.
  package func finish(_ summary: SweepSummary) throws(OutputError) -> WrittenResults {
    let records = [try writeSweep(summary), try description.writeInputs(to: directory)]
    return try description.finish(
      directory, summary.schema, records, measure: summary.schema.measures[summary.shown].name)
  }

  private func writeSweep(_ summary: SweepSummary) throws(OutputError) -> CSVFile.Record {
    let isPaired = !summary.differences.isEmpty
    var columns = [Column("point", .integer, "from 1")]
    columns += sweep.variations.map { variation in
      if case .choice = variation.target { return Column(variation.name, .string) }
      return Column(variation.name, .number, unit: variation.unit.description)
    }
    columns += MeasureColumns.columns
    if isPaired {
      columns += [
        Column("difference_mean", .number, "from the base point, on the same draws"),
        Column("difference_ci95_low", .number, "Student's t"), Column("difference_ci95_high", .number, "Student's t"),
        Column("difference_n", .integer, "replications in which both have a value"),
      ]
    }
    let file = try directory.csv("sweep.csv", columns: columns)
    for point in 0..<sweep.count {
      let values = zip(sweep.variations, sweep.positions(of: point)).map { CSVText.field($0.labels[$1]) }
      for (index, declaration) in summary.schema.measures.enumerated() {
        var fields = ["\(point + 1)"] + values
        let measure = summary.measures[point][index]
        fields += MeasureColumns.fields(declaration, measure, interval: measure.interval)
        if isPaired {
          let difference = summary.differences[point][index].difference
          let interval = ConfidenceInterval(of: difference)
          fields += [difference.mean, interval?.low, interval?.high].map { CSVText.number($0) }
          fields.append("\(difference.count)")
        }
        try file.write(fields)
      }
    }
    return try file.close()
  }
}

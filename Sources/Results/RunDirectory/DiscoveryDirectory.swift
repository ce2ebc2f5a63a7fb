package import Experimentation
package import SystemPackage

/// The folder that scenario discovery leaves behind: `boxes.csv` has a row a limit of a box, `trajectory.csv` one a step of
/// peeling and pasting, `futures.csv` one a replication.
package struct DiscoveryDirectory {
  /// Every file that it may hold.
  package static let fileNames = [
    "boxes.csv", "trajectory.csv", "futures.csv", "inputs.csv", "experiment.swift", "datapackage.json",
  ]

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
  /// - Parameter condition: what is true of a future in question: `npv<0`.
  package func finish(
    _ discovery: ScenarioDiscovery, of futures: Futures, condition: String
  ) throws(OutputError) -> WrittenResults {
    let units = Dictionary(description.inputs.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    let records = [
      try writeBoxes(discovery, units), try writeTrajectory(discovery), try writeFutures(futures, units),
      try description.writeInputs(to: directory),
    ]
    return try description.finish(directory, schema, records, measure: condition)
  }

  private func writeBoxes(_ discovery: ScenarioDiscovery, _ units: [String: String]) throws(OutputError)
    -> CSVFile.Record
  {
    let file = try directory.csv(
      "boxes.csv",
      columns: [
        Column("box", .integer, "from 1"), Column("input", .string), Column("unit", .string), Column("side", .string),
        Column("limit", .number), Column("quasi_p", .number, "that the limit is there by accident"),
        Column("density", .number, "share of the box in question"),
        Column("coverage", .number, "share of all in question that the box holds, of those the boxes before left"),
        Column("mass", .number, "share of all futures in the box"), Column("futures", .integer, "in the box"),
        Column("fresh_density", .number, "on replications that had no part in finding it"),
        Column("fresh_density_ci95_low", .number, "Wilson's"), Column("fresh_density_ci95_high", .number, "Wilson's"),
        Column("fresh_coverage", .number), Column("range_low", .number, "the lowest value of the input that was drawn"),
        Column("range_high", .number, "the highest"),
      ])
    for (number, finding) in discovery.findings.enumerated() {
      let quality = finding.quality
      for limit in quality.significances {
        guard let value = quality.box[limit.input, limit.side] else { continue }
        let name = quality.futures.inputs[limit.input].name
        var fields = [
          "\(number + 1)", CSVText.field(name), CSVText.field(units[name] ?? ""), limit.side == .low ? "low" : "high",
        ]
        fields += [value, limit.quasiP, quality.density, quality.coverage, quality.mass].map { CSVText.number($0) }
        fields.append("\(quality.count)")
        fields += finding.freshDensity.map(ComparisonFiles.numbers) ?? ["", "", ""]
        fields.append(CSVText.number(finding.freshCoverage?.value))
        let drawn = quality.futures.inputs[limit.input].values
        fields += [drawn.min(), drawn.max()].map { CSVText.number($0) }
        try file.write(fields)
      }
    }
    return try file.close()
  }

  private func writeTrajectory(_ discovery: ScenarioDiscovery) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv(
      "trajectory.csv",
      columns: [
        Column("box", .integer, "from 1"), Column("step", .integer, "from 0"), Column("phase", .string),
        Column("density", .number), Column("coverage", .number), Column("mass", .number),
        Column("restricted_inputs", .integer),
      ])
    for (number, finding) in discovery.findings.enumerated() {
      for (step, box) in finding.trajectory.boxes.enumerated() {
        try file.write(
          ["\(number + 1)", "\(step)", step < finding.trajectory.peeled ? "peeling" : "pasting"]
            + [box.density, box.coverage, box.mass].map { CSVText.number($0) } + ["\(box.restrictedInputs)"])
      }
    }
    return try file.close()
  }

  private func writeFutures(_ futures: Futures, _ units: [String: String]) throws(OutputError) -> CSVFile.Record {
    let columns =
      [Column("replication", .integer, "from 0")]
      + futures.inputs.map { Column($0.name, .number, unit: units[$0.name]) }
      + [Column("in_question", .boolean)]
    let file = try directory.csv("futures.csv", columns: columns, keepsRows: false)
    for future in 0..<futures.count {
      try file.write(
        ["\(future)"] + futures.inputs.map { CSVText.number($0.values[future]) } + ["\(futures.inQuestion[future])"])
    }
    return try file.close()
  }
}

package import Experimentation
package import Serving
package import SystemPackage

/// The folder that a check of fidelity leaves behind: `fidelity.csv` has a row for each hour that was simulated.
package struct FidelityDirectory {
  /// Every file that it may hold.
  package static let fileNames = ["fidelity.csv", "inputs.csv", "experiment.swift", "datapackage.json"]

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
  package func finish(_ fleets: [(name: String, hours: [HourFidelity])]) throws(OutputError) -> WrittenResults {
    let columns = [
      Column("fleet", .string), Column("requests_per_s", .number, unit: "requests/s"),
      Column("replicas", .integer, "that the forecast had"),
      Column("needed_by_curve", .integer, unit: "replicas", "the least that hold the service level"),
      Column("needed_by_closed_form", .integer, unit: "replicas", "empty where there is none"),
      Column("needed_simulated", .integer, unit: "replicas", "with every request of the hour simulated"),
      Column("latency_by_curve_s", .number, unit: "s", "at the service level's share, with the forecast's replicas"),
      Column("latency_simulated_s", .number, unit: "s"),
      Column("load_by_curve", .number, "busy share of replicas that serve one at a time, or sequences at work at each"),
      Column("load_simulated", .number),
    ]
    let file = try directory.csv("fidelity.csv", columns: columns)
    for (name, hours) in fleets {
      for hour in hours {
        let latency = hour.latencyByCurve.flatMap { $0.isFinite ? $0 : nil }
        try file.write([
          CSVText.field(name), CSVText.number(hour.rate), "\(hour.replicas)", "\(hour.neededByCurve)",
          hour.neededByFormula.map { "\($0)" } ?? "", "\(hour.neededSimulated)", CSVText.number(latency),
          CSVText.number(hour.latencySimulated), CSVText.number(hour.loadByCurve), CSVText.number(hour.loadSimulated),
        ])
      }
    }
    let records = [try file.close(), try description.writeInputs(to: directory)]
    return try description.finish(directory, schema, records)
  }
}

import EventSimulation
package import Experimentation
import FoundationEssentials
import Glibc
package import SystemPackage

/// The folder that a run leaves behind: written under another name, and renamed when it is complete.
package final class RunDirectory {
  /// Where it will be.
  package let path: FilePath
  private let description: RunDescription
  private let schema: RunSchema
  private let replaces: Bool
  private let partial: FilePath
  private let replications: CSVFile
  /// Folders above it that were not there, the lowest first.
  private let newParents: [FilePath]
  private var finished = false

  /// Begins a run directory.
  /// - Parameter replaces: whether a run directory that is there already may be replaced; it stays until the new one is
  ///   complete. A folder that is no run directory is never replaced.
  /// - Throws: ``OutputError`` for a folder that exists or cannot be written.
  package init(_ path: FilePath, replaces: Bool, _ description: RunDescription, _ schema: RunSchema) throws(OutputError)
  {
    self.path = path
    self.description = description
    self.schema = schema
    self.replaces = replaces
    try Self.checkVacancy(of: path, replaces: replaces)
    partial = Self.partial(of: path)
    newParents = try Self.createParents(of: path)
    // What a program of the same number left behind when it was killed.
    try? FileManager.default.removeItem(atPath: partial.string)
    guard mkdir(partial.string, 0o777) == 0 else { throw Self.notMade(path, in: path.removingLastComponent()) }
    var columns = [Column("replication", .integer, "from 0")]
    columns += description.inputs.map { Column($0.name, .number, unit: $0.unit, $0.meaning) }
    columns += description.choices.map { Column($0.name, .string, $0.meaning) }
    columns += schema.measures.map { Column($0.name, .number, unit: $0.unit.description, $0.meaning) }
    replications = try CSVFile("replications.csv", in: partial, shownIn: path, columns: columns)
  }

  deinit {
    guard !finished else { return }
    try? FileManager.default.removeItem(atPath: partial.string)
    // A folder that somebody else has put something in stays.
    for folder in newParents { rmdir(folder.string) }
  }

  /// The folder that is written until the run is complete: beside its place, and hidden.
  package static func partial(of path: FilePath) -> FilePath {
    let name = ".\(path.lastComponent?.string ?? "run").partial-\(getpid())"
    return path.removingLastComponent().appending(name)
  }

  /// Every file that a run directory may hold.
  package static let fileNames = [
    "replications.csv", "summary.csv", "timeline.csv", "inputs.csv", "checks.csv", "experiment.swift",
    "datapackage.json",
  ]

  /// Refuses a place that is taken, before anything is computed.
  package static func checkVacancy(of path: FilePath, replaces: Bool) throws(OutputError) {
    let files = FileManager.default
    var isDirectory = false
    guard files.fileExists(atPath: path.string, isDirectory: &isDirectory) else { return }
    guard isDirectory else {
      throw OutputError(path, "is a file, and a run is a folder", remedy: "choose another with --out")
    }
    let isEmpty = (try? files.contentsOfDirectory(atPath: path.string))?.isEmpty ?? false
    guard isEmpty || isRun(path) else {
      throw OutputError(
        path, "is there already and is not a run directory, so it is not replaced even with --force",
        remedy: "choose another with --out")
    }
    guard replaces else {
      throw OutputError(path, "is there already", remedy: "choose another with --out, or replace it with --force")
    }
  }

  /// Whether Payoff wrote the folder: many a folder has a `datapackage.json`, but not with such a run in it.
  private static func isRun(_ path: FilePath) -> Bool {
    struct Package: Decodable {
      struct Run: Decodable {
        let payoffVersion: String
      }
      let run: Run
    }
    guard let data = FileManager.default.contents(atPath: path.appending("datapackage.json").string) else {
      return false
    }
    return (try? JSONDecoder().decode(Package.self, from: data)) != nil
  }

  /// Makes the folders above that are not there, and returns them, the lowest first.
  private static func createParents(of path: FilePath) throws(OutputError) -> [FilePath] {
    var missing: [FilePath] = []
    var folder = path.removingLastComponent()
    while !folder.isEmpty, !FileManager.default.fileExists(atPath: folder.string) {
      missing.append(folder)
      guard folder.removeLastComponent() else { break }
    }
    for (index, folder) in missing.enumerated().reversed() {
      // Another run may have made it meanwhile.
      guard mkdir(folder.string, 0o777) == 0 || errno == EEXIST else {
        let error = notMade(path, in: folder.removingLastComponent())
        for made in missing[(index + 1)...] { rmdir(made.string) }
        throw error
      }
    }
    return missing
  }

  /// The error of the last `mkdir`.
  private static func notMade(_ path: FilePath, in folder: FilePath) -> OutputError {
    OutputError(
      path, "cannot be made: in \(folder.isEmpty ? "the current folder" : folder.string): \(Errno(rawValue: errno))",
      remedy: "choose another place with --out")
  }

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
  package func finish(_ summary: RunSummary) throws(OutputError) {
    var records: [CSVFile.Record] = []
    records.append(try replications.close())
    records.append(try writeSummary(summary))
    if !schema.series.isEmpty { records.append(try writeTimeline(summary)) }
    records.append(try writeInputs())
    if !schema.checks.isEmpty { records.append(try writeChecks(summary)) }
    var sourceRecord: CSVFile.Record?
    if let source = description.source {
      let file = try OutputFile(partial.appending("experiment.swift"), shownAs: path.appending("experiment.swift"))
      try file.write(Array(source.utf8))
      let (bytes, sha256) = try file.close()
      sourceRecord = CSVFile.Record(name: "experiment.swift", columns: [], rows: 0, bytes: bytes, sha256: sha256)
    }
    let package = try DataPackage(description, schema, files: records, source: sourceRecord).json()
    let file = try OutputFile(partial.appending("datapackage.json"), shownAs: path.appending("datapackage.json"))
    try file.write(package)
    _ = try file.close()
    try putInPlace()
    finished = true
  }

  /// Renames the finished folder; one that is replaced is moved aside first and removed last.
  private func putInPlace() throws(OutputError) {
    try Self.checkVacancy(of: path, replaces: replaces)
    let aside = partial.string + "-replaced"
    let isThere = FileManager.default.fileExists(atPath: path.string)
    if isThere, rename(path.string, aside) != 0 { throw notPlaced() }
    guard rename(partial.string, path.string) == 0 else {
      let error = notPlaced()
      if isThere { rename(aside, path.string) }
      throw error
    }
    if isThere { try? FileManager.default.removeItem(atPath: aside) }
  }

  /// The error of the last `rename`.
  private func notPlaced() -> OutputError {
    OutputError(
      path, "cannot be put in place: \(Errno(rawValue: errno))", remedy: "choose another place with --out")
  }

  private func writeSummary(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let percentiles = MeasureSummary.percentiles.map(Self.percentileName)
    let columns =
      [
        Column("measure", .string), Column("unit", .string),
        Column("n", .integer, "replications with a value"), Column("mean", .number, "empty where some have none"),
        Column("sd", .number), Column("ci95_low", .number, "of the mean, Student's t"),
        Column("ci95_high", .number, "of the mean, Student's t"),
      ] + percentiles.map { Column($0, .number, "type 7; a replication without a value counts as later than all") } + [
        Column("min", .number), Column("max", .number), Column("empty", .integer, "replications without a value"),
      ]
    let file = try CSVFile("summary.csv", in: partial, shownIn: path, columns: columns)
    for (declaration, measure) in zip(schema.measures, summary.measures) {
      var fields = [CSVText.field(declaration.name), CSVText.field(declaration.unit.description)]
      fields.append("\(measure.tally.count)")
      fields += [measure.mean, measure.standardDeviation, measure.interval?.low, measure.interval?.high].map {
        CSVText.number($0)
      }
      fields += measure.quantiles(MeasureSummary.percentiles).map { CSVText.number($0) }
      fields += [CSVText.number(measure.minimum), CSVText.number(measure.maximum), "\(measure.empty)"]
      try file.write(fields)
    }
    return try file.close()
  }

  private func writeTimeline(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let columns =
      [
        Column("measure", .string), Column("unit", .string), Column("month", .integer, "from 1"),
        Column("mean", .number),
      ] + MeasureSummary.percentiles.map { Column(Self.percentileName($0), .number) }
    let file = try CSVFile("timeline.csv", in: partial, shownIn: path, columns: columns)
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

  private func writeInputs() throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("input", .string), Column("unit", .string), Column("distribution", .string),
      Column("value", .string, "where it is the same in every replication"), Column("source", .string),
      Column("overridden", .boolean),
    ]
    let file = try CSVFile("inputs.csv", in: partial, shownIn: path, columns: columns)
    for input in description.inputs {
      try file.write(
        [
          input.name, input.unit, input.distribution, CSVText.number(input.value), input.source,
          "\(input.isOverridden)",
        ].map { CSVText.field($0) })
    }
    for choice in description.choices {
      try file.write(
        [
          choice.name, "", "one of " + choice.options.joined(separator: ", "), choice.option, "our decision",
          "\(choice.isOverridden)",
        ].map { CSVText.field($0) })
    }
    for setting in description.settings {
      try file.write(
        [setting.name, "", "text", setting.value, "a setting", "\(setting.isOverridden)"].map { CSVText.field($0) })
    }
    return try file.close()
  }

  private func writeChecks(_ summary: RunSummary) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("check", .string), Column("unit", .string), Column("by_hand", .number), Column("p10", .number),
      Column("p50", .number), Column("p90", .number), Column("ratio", .number, "p50 over by_hand"),
      Column("explanation", .string),
    ]
    let file = try CSVFile("checks.csv", in: partial, shownIn: path, columns: columns)
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

  private static func percentileName(_ p: Double) -> String {
    let percent = Int((100 * p).rounded())
    return percent < 10 ? "p0\(percent)" : "p\(percent)"
  }
}

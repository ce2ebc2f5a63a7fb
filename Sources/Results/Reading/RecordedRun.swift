import Demand
package import Experimentation
import FoundationEssentials
package import SystemPackage

/// A run directory that has been written: how it was made, and its replications.
package struct RecordedRun: Sendable {
  package let path: FilePath
  package let experiment: String
  package let question: String
  package let seed: UInt64
  package let replications: Int
  /// How the futures were drawn.
  package let sampling: String
  /// The version of the random streams that it drew from.
  package let streams: String
  /// What was set, by name.
  package let overrides: [String: String]
  /// The columns of `replications.csv` that the schema calls measures, with their units.
  package let measures: [MeasureDeclaration]
  /// The columns of its inputs.
  package let inputs: [String]
  private let table: DataTable

  /// Reads a run directory.
  /// - Throws: ``DataFileError`` for a folder that is none, or whose files are missing or damaged.
  /// - Parameter rows: the table with a row a replication.
  package init(_ path: FilePath, rows: ResultTable) throws {
    self.path = path
    let package = try RecordedPackage(path)
    guard let resource = package.resources.first(where: { $0.path == rows.file }),
      let schema = resource.schema,
      let seed = package.run.seed, let replications = package.run.replications
    else {
      throw DataFileError(
        file: path.string, "has no \(rows.file): it was not written by payoff run")
    }
    func text(_ text: String) -> String { text.showingControls(inLines: true) }
    experiment = text(package.title)
    question = text(package.description)
    self.seed = seed
    self.replications = replications
    sampling = text(package.run.sampling ?? "independent")
    streams = text(package.run.streams ?? "unknown")
    overrides = (package.run.overrides ?? [:]).showingControls
    table = try RecordedDirectory.rows(of: rows, in: path)
    let names = Set(package.run.inputs ?? [])
    let numbers = schema.fields.filter { $0.type == "number" }
    inputs = numbers.map(\.name).filter(names.contains).map(text)
    measures = numbers.filter { !names.contains($0.name) }.map {
      MeasureDeclaration(
        name: text($0.name), unit: InputUnit(text($0.unit ?? "1")), meaning: text($0.description ?? ""),
        absence: $0.absence.flatMap(Absence.init) ?? .unknown)
    }
    guard table.count == replications else {
      throw DataFileError(
        file: table.file, "has \(table.count) rows where the run had \(replications) replications: it was changed")
    }
  }

  /// The values of columns by row; `nil` for an empty cell.
  package func values(of columns: [String]) throws -> [[Double?]] {
    let columns = try columns.map { name in
      try table.requiredColumn(table.header.first { $0.showingControls(inLines: true) == name } ?? name)
    }
    return try (0..<table.count).map { row in try columns.map { try $0.numberIfAny(row) } }
  }
}

package import Demand
import FoundationEssentials
package import SystemPackage

/// A directory of results of any command, as its description tells it.
package struct RecordedDirectory: Sendable {
  /// A file that the description names.
  package struct File: Sendable, Hashable {
    package let path: String
    /// What it shows, of a picture.
    package let title: String?
    package let bytes: Int
    package let sha256: String
    package let columns: [Column]
  }

  /// A column of a table.
  package struct Column: Sendable, Hashable {
    package let name: String
    package let type: String
    package let unit: String?
    package let meaning: String?
  }

  package let path: FilePath
  package let facts: ResultFacts
  package let files: [File]
  /// What makes the same results, as a shell reads it; `nil` of the analysis of other results.
  package let commandLine: String?
  package let seed: UInt64?
  package let replications: Int?
  /// In hexadecimal; `nil` where the experiment's source is not known.
  package let experimentHash: String?
  /// The files or runs that were analysed.
  package let sources: [String]
  package let version: String
  package let inputs: [String]

  /// Reads the description of a directory.
  /// - Throws: ``DataFileError`` for a folder that is none of Payoff's, or whose description is damaged.
  package init(_ path: FilePath) throws(DataFileError) {
    let package = try RecordedPackage(path)
    let run = package.run
    let month = (run.firstMonth ?? "").split(separator: "-").compactMap { Int($0) }
    self.path = path
    facts = ResultFacts(
      verb: run.command ?? "run", experiment: package.title, question: package.description, measure: run.measure,
      unit: run.unit, lessIsBetter: run.lessIsBetter ?? false,
      firstMonth: month.count == 2 && (1...12).contains(month[1]) ? .month(month[0], month[1]) : nil,
      months: run.months, currency: run.currency, answer: run.answer)
    commandLine = run.commandLine
    seed = run.seed
    replications = run.replications
    experimentHash = run.experimentHash.map { String($0.drop { $0 != ":" }.dropFirst()) }
    sources = run.sources ?? []
    version = run.payoffVersion
    inputs = run.inputs ?? []
    files = package.resources.map { resource in
      File(
        path: resource.path, title: resource.title, bytes: resource.bytes,
        sha256: String(resource.hash.drop { $0 != ":" }.dropFirst()),
        columns: (resource.schema?.fields ?? []).map {
          Column(name: $0.name, type: $0.type, unit: $0.unit, meaning: $0.description)
        })
    }
  }

  /// The files that have a row a replication or a request: they are not read to be shown.
  package static let longTables: Set<String> = [
    "replications.csv", "design.csv", "results.csv", "payoffs.csv", "futures.csv", "requests.csv",
  ]

  /// The tables that are small enough to be shown.
  /// - Throws: ``DataFileError`` for a file that is missing or damaged.
  package func results() throws -> ResultSet {
    var tables: [String: Table] = [:]
    for file in files where file.path.hasSuffix(".csv") && !Self.longTables.contains(file.path) {
      let place = path.appending(file.path)
      guard FileManager.default.fileExists(atPath: place.string) else {
        throw DataFileError(file: place.string, "is missing; payoff verify \(path) says what else has changed")
      }
      tables[String(file.path.dropLast(4))] = try Table(contentsOf: place)
    }
    return ResultSet(facts, tables: tables)
  }
}

package import Demand
import FoundationEssentials
import Glibc
package import SystemPackage

/// A directory of results of any command, as its description tells it. It may be somebody else's: control characters in its
/// texts are escapes.
package struct RecordedDirectory: Sendable {
  /// A file that the description names.
  package struct File: Sendable, Hashable {
    /// As the description says it, whatever characters it has.
    package let path: String
    /// What it shows.
    package let title: String?
    package let bytes: Int
    package let sha256: String
    /// Whether it has a row a replication or a request, so that it is not read to be shown.
    package let isLong: Bool
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
  package private(set) var facts: ResultFacts
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
  /// The version of the random streams, where something was drawn from them.
  package let streams: String?
  package let inputs: [String]
  /// Whether the description says its own hash.
  let hasDigest: Bool

  /// Reads the description of a directory.
  /// - Throws: ``DataFileError`` for a folder that is none of Payoff's, or whose description is damaged.
  package init(_ path: FilePath) throws(DataFileError) {
    let package = try RecordedPackage(path)
    let run = package.run
    func text(_ text: String) -> String { text.showingControls(inLines: true) }
    let month = (run.firstMonth ?? "").split(separator: "-").compactMap { Int($0) }
    self.path = path
    facts = ResultFacts(
      command: text(run.command), experiment: text(package.title), question: text(package.description),
      measure: run.measure.map(text), unit: run.unit.map(text), lessIsBetter: run.lessIsBetter ?? false,
      firstMonth: month.count == 2 && (1...12).contains(month[1]) ? .month(month[0], month[1]) : nil,
      months: run.months, currency: run.currency.map(text), answer: run.answer.map(text))
    facts.warnings = (run.warnings ?? []).map(text)
    facts.examined = (run.examined ?? []).map(text)
    facts.examinedSource = text(run.examinedSource ?? "")
    facts.texts = ExperimentTexts(
      meanings: (run.meanings ?? [:]).showingControls, chinese: (run.chinese ?? [:]).showingControls,
      chineseAnswer: run.chineseAnswer.map(text), sought: (run.sought ?? []).map(text))
    commandLine = run.commandLine.map(text)
    seed = run.seed
    replications = run.replications
    experimentHash = run.experimentHash.map { text(String($0.drop { $0 != ":" }.dropFirst())) }
    sources = (run.sources ?? []).map(text)
    version = text(run.payoffVersion)
    streams = run.streams.map(text)
    inputs = (run.inputs ?? []).map(text)
    hasDigest = package.digest != nil
    files = package.resources.map { resource in
      File(
        path: resource.path, title: resource.title.map(text), bytes: resource.bytes,
        sha256: text(String(resource.hash.drop { $0 != ":" }.dropFirst())), isLong: resource.long ?? false,
        columns: (resource.schema?.fields ?? []).map {
          Column(name: text($0.name), type: text($0.type), unit: $0.unit.map(text), meaning: $0.description.map(text))
        })
    }
  }

  /// A table of it; `nil` where the description names none.
  package func file(_ table: ResultTable) -> File? { files.first { $0.path == table.file } }

  /// Where a file of it lies: nothing else is read of a directory, which may be somebody else's.
  /// - Throws: ``DataFileError`` for a file that is missing, and for what is none of the directory: a path that leads out
  ///   of it, a link, a pipe, a device.
  func place(of file: File) throws(DataFileError) -> FilePath { try Self.place(of: file.path, in: path) }

  static func place(of file: String, in directory: FilePath) throws(DataFileError) -> FilePath {
    let name = FilePath(file).lexicallyNormalized()
    guard name.isRelative, !name.isEmpty, name.components.first?.kind == .regular else {
      throw DataFileError(file: file, "is not a path inside the directory")
    }
    var place = directory
    for (number, component) in name.components.enumerated() {
      place.append(component)
      var status = stat()
      guard lstat(place.string, &status) == 0 else {
        throw DataFileError(file: file, DirectoryVerification.Difference.missing)
      }
      let kind = number + 1 == name.components.count ? S_IFREG : S_IFDIR
      guard status.st_mode & S_IFMT == kind else {
        throw DataFileError(file: file, "is no file of the directory, but a link, a folder, a pipe or a device")
      }
    }
    return place
  }

  /// The rows of a table, as they stand in its file.
  /// - Throws: ``DataFileError`` for a file that is missing or damaged, and for what is no file of the directory.
  package func rows(of table: ResultTable) throws -> DataTable { try Self.rows(of: table, in: path) }

  static func rows(of table: ResultTable, in directory: FilePath) throws -> DataTable {
    let place: FilePath
    do {
      place = try Self.place(of: table.file, in: directory)
    } catch {
      throw DataFileError(file: directory.appending(table.file).string, error.problem)
    }
    return try DataTable(contentsOf: place.string)
  }

  /// The tables that are small enough to be shown.
  /// - Parameter presentation: how the command that made it shows its results.
  /// - Throws: ``DataFileError`` for a file that is missing or damaged.
  package func results(_ presentation: Presentation) throws -> ResultSet {
    var tables: [String: Table] = [:]
    for file in files where file.path.hasSuffix(".csv") && !file.isLong {
      let place: FilePath
      do {
        place = try self.place(of: file)
      } catch {
        throw DataFileError(
          file: path.appending(file.path).string.showingControls(),
          "\(error.problem); payoff verify \(path) shows what else has changed")
      }
      tables[String(file.path.dropLast(4))] = try Table(contentsOf: place)
    }
    return ResultSet(facts, tables: tables, presentation)
  }
}

/// What is read of `datapackage.json`.
struct RecordedPackage: Decodable {
  struct Resource: Decodable {
    let path: String
    let title: String?
    let bytes: Int
    let hash: String
    let long: Bool?
    let schema: Schema?
  }

  struct Schema: Decodable {
    let fields: [Field]
  }

  struct Field: Decodable {
    let name: String
    let type: String
    let unit: String?
    let description: String?
    let absence: String?
  }

  /// How it was made; of the analysis of other results there is no seed and there are no replications.
  struct Run: Decodable {
    let command: String
    let commandLine: String?
    let measure: String?
    let unit: String?
    let lessIsBetter: Bool?
    let firstMonth: String?
    let months: Int?
    let currency: String?
    let answer: String?
    let chineseAnswer: String?
    let warnings: [String]?
    let examined: [String]?
    let examinedSource: String?
    let meanings: [String: String]?
    let sought: [String]?
    let chinese: [String: String]?
    let seed: UInt64?
    let replications: Int?
    let sampling: String?
    let overrides: [String: String]?
    let experimentHash: String?
    let sources: [String]?
    let inputs: [String]?
    let streams: String?
    let payoffVersion: String
  }

  let title: String
  let description: String
  let resources: [Resource]
  let run: Run
  let digest: String?

  /// Reads the description of a folder.
  /// - Throws: ``DataFileError`` for a folder that has none, or whose description is of something else.
  init(_ path: FilePath) throws(DataFileError) {
    let file = path.appending(DataPackage.file)
    guard let bytes = try? RegularFile.contents(of: file, followsLinks: true) else {
      throw DataFileError(
        file: path.string,
        FileManager.default.fileExists(atPath: path.string)
          ? "is not a directory of results: it has no \(DataPackage.file)" : "there is no such directory")
    }
    do {
      self = try JSONDecoder().decode(RecordedPackage.self, from: Data(bytes))
    } catch {
      throw DataFileError(file: file.string, "is not the description of results of Payoff")
    }
  }

  /// Whether Payoff wrote a folder: many a folder has a `datapackage.json`, but not with such a run in it.
  static func isThere(_ path: FilePath) -> Bool { (try? RecordedPackage(path)) != nil }
}

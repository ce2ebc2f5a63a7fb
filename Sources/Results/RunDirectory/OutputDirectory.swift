import FoundationEssentials
import Glibc
package import SystemPackage

/// A folder of results: written under another name, and renamed when it is complete.
package final class OutputDirectory {
  /// Where it will be.
  package let path: FilePath
  private let replaces: Bool
  private let partial: FilePath
  /// Folders above it that were not there, the lowest first.
  private let newParents: [FilePath]
  private var finished = false

  /// Begins a folder.
  ///
  /// - `replaces`: whether results that are there already may be replaced; they stay until the new ones are complete.
  ///   A folder that Payoff did not write is never replaced.
  /// - Throws: ``OutputError`` for a folder that exists or cannot be written.
  package init(_ path: FilePath, replaces: Bool) throws(OutputError) {
    self.path = path
    self.replaces = replaces
    try Self.checkVacancy(of: path, replaces: replaces)
    partial = Self.partial(of: path)
    newParents = try Self.createParents(of: path)
    // What a program of the same number left behind when it was killed.
    try? FileManager.default.removeItem(atPath: partial.string)
    guard mkdir(partial.string, 0o777) == 0 else { throw Self.notMade(path, in: path.removingLastComponent()) }
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

  /// Begins a CSV file in it.
  /// - Parameter keepsRows: whether its rows are kept; not of a file with a row a replication.
  func csv(_ name: String, columns: [Column], keepsRows: Bool = true) throws(OutputError) -> CSVFile {
    try CSVFile(name, in: partial, shownIn: path, columns: columns, keepsRows: keepsRows)
  }

  /// Writes the charts of its results.
  func write(_ charts: [Chart]) throws(OutputError) -> [OtherFile] {
    guard !charts.isEmpty else { return [] }
    let folder = partial.appending(ChartName.folder)
    guard mkdir(folder.string, 0o777) == 0 || errno == EEXIST else {
      throw OutputError(path.appending(ChartName.folder), Errno(rawValue: errno))
    }
    var files: [OtherFile] = []
    for chart in charts {
      files.append(
        OtherFile(
          record: try write(chart.bytes, to: chart.path), name: "chart-\(chart.name.rawValue)", format: "vl.json",
          mediaType: "application/vnd.vegalite.v5+json", title: chart.title))
    }
    return files
  }

  /// Writes a file in it.
  func write(_ bytes: [UInt8], to name: String) throws(OutputError) -> CSVFile.Record {
    let file = try OutputFile(partial.appending(name), shownAs: path.appending(name))
    try file.write(bytes)
    let (size, sha256) = try file.close()
    return CSVFile.Record(name: name, columns: [], rows: 0, bytes: size, sha256: sha256, table: nil)
  }

  /// Writes the charts and the description of its files, and puts it in its place.
  /// - Parameters:
  ///   - facts: what was asked.
  ///   - records: its tables.
  ///   - others: its files that are no tables, but for the charts.
  ///   - making: how it was made.
  func finish(
    _ facts: ResultFacts, _ records: [CSVFile.Record], others: [OtherFile] = [], making: some Encodable
  ) throws(OutputError) -> WrittenResults {
    var tables: [String: Table] = [:]
    for record in records { tables[String(record.name.prefix { $0 != "." })] = record.table }
    let results = ResultSet(facts, tables: tables)
    let charts = ChartBook.charts(of: results, in: .english)
    let package = DataPackage(
      title: facts.experiment, description: facts.question, files: records, others: others + (try write(charts)),
      making: making)
    _ = try write(try package.json(), to: "datapackage.json")
    try putInPlace()
    finished = true
    return WrittenResults(path: path, results: results, charts: charts, records: records)
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
}

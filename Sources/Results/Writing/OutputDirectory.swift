import CFiles
import Experimentation
import FoundationEssentials
import Glibc
package import SystemPackage

/// A directory of results that is being written: under another name, and renamed when it is complete.
///
/// Each file is registered where it is made: its entry in the description, the line that names the files, and the clean-up
/// after a crash follow from that.
///
/// ```swift
/// let directory = try OutputDirectory("runs/mine", replaces: false)
/// let table = try directory.table(.boxes, [Column("input", .string), Column("limit", .number)])
/// try table.write(["price", 0.4])
/// let written = try directory.finish(facts, provenance, DiscoverCommand.presentation)
/// ```
package final class OutputDirectory {
  /// Where it will be.
  package let path: FilePath
  private let replaces: Bool
  /// Where the path leads.
  private let place: FilePath
  private let unfinished: UnfinishedFolder
  private var partial: FilePath { unfinished.path }
  /// Folders above it that were not there, the lowest first.
  private let newParents: [FilePath]
  private var tables: [TableFile] = []
  private var documents: [FileRecord] = []
  private var warnings: [String] = []
  private var finished = false

  /// Begins a folder.
  ///
  /// - `replaces`: whether results that are there already may be replaced; they stay until the new ones are complete.
  ///   A folder that Payoff did not write is never replaced, nor is one in which a file is not as Payoff wrote it; and what
  ///   others have put into one of its own stays in it.
  /// - Throws: ``OutputError`` for a folder that exists or cannot be written.
  package init(_ path: FilePath, replaces: Bool) throws(OutputError) {
    self.path = path
    self.replaces = replaces
    try Self.checkPlace(path, replaces: replaces)
    place = path.resolved ?? path
    newParents = try Self.createParents(of: place)
    for folder in newParents.reversed() { UnfinishedFiles.add(folder, isFolder: true) }
    do {
      unfinished = try UnfinishedFolder(beside: place)
    } catch {
      for folder in newParents { rmdir(folder.string) }
      throw Self.notMade(path, in: place.removingLastComponent(), error)
    }
    UnfinishedFiles.add(unfinished.path, isFolder: true)
  }

  deinit {
    UnfinishedFiles.clear()
    guard !finished else { return }
    try? FileManager.default.removeItem(atPath: partial.string)
    // A folder that somebody else has put something in stays.
    for folder in newParents { rmdir(folder.string) }
  }

  // MARK: What is in it

  /// Begins a table.
  package func table(_ table: ResultTable, _ columns: [Column]) throws(OutputError) -> TableFile {
    let file = try TableFile(table, columns: columns, try file(table.file))
    tables.append(file)
    return file
  }

  /// Writes a file that is no table: JSON or Swift.
  @discardableResult
  package func write(_ text: String, to name: String, title: String) throws(OutputError) -> FileDigest {
    let digest = try write(Array(text.utf8), to: name)
    let isJSON = name.hasSuffix(".json")
    documents.append(
      FileRecord(
        path: name, title: title, digest: digest, name: String(name.prefix { $0 != "." }),
        format: isJSON ? "json" : "swift", mediaType: isJSON ? "application/json" : "text/x-swift", table: nil))
    return digest
  }

  /// Keeps what a reader of the results must know to trust them no further than they go.
  package func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// Writes the charts of its results.
  private func write(_ charts: [Chart]) throws(OutputError) -> [FileRecord] {
    guard !charts.isEmpty else { return [] }
    let folder = partial.appending(Chart.folder)
    UnfinishedFiles.add(folder, isFolder: true)
    guard mkdir(folder.string, 0o777) == 0 || errno == EEXIST else {
      throw OutputError(path.appending(Chart.folder), Errno(rawValue: errno))
    }
    var files: [FileRecord] = []
    for chart in charts {
      files.append(
        FileRecord(
          path: chart.path, title: chart.title, digest: try write(chart.bytes, to: chart.path),
          name: "chart-\(chart.name)", format: "vl.json", mediaType: "application/vnd.vegalite.v5+json", table: nil))
    }
    return files
  }

  private func write(_ bytes: [UInt8], to name: String) throws(OutputError) -> FileDigest {
    let file = try file(name)
    try file.write(bytes)
    return try file.close()
  }

  private func file(_ name: String) throws(OutputError) -> OutputFile {
    UnfinishedFiles.add(partial.appending(name))
    return try OutputFile(partial.appending(name), shownAs: path.appending(name))
  }

  // MARK: Its end

  /// Closes the tables, writes the charts and the description of its files, and puts it in its place.
  /// - Parameters:
  ///   - facts: what was asked.
  ///   - provenance: how it was made.
  ///   - presentation: how its results are shown, and so which charts are in it.
  package func finish(
    _ facts: ResultFacts, _ provenance: Provenance, _ presentation: Presentation
  ) throws(OutputError) -> WrittenResults {
    var files: [FileRecord] = []
    for table in tables {
      files.append(
        FileRecord(
          path: table.table.file, title: table.table.title.english, digest: try table.close(), name: table.table.name,
          format: "csv", mediaType: "text/csv",
          table: .init(columns: table.columns, rows: table.count, isLong: table.table.isLong)))
    }
    files += documents
    var (facts, provenance) = (facts, provenance)
    facts.warnings = warnings
    provenance.warnings = warnings.isEmpty ? nil : warnings
    let results = ResultSet(
      facts, tables: Dictionary(tables.compactMap { file in file.rows.map { (file.table.name, $0) } }) { $1 },
      presentation)
    let drawn = results.charts(in: .english)
    let package = DataPackage(
      title: facts.experiment, description: facts.question, files: files + (try write(drawn)), provenance: provenance)
    _ = try write(try package.json(), to: DataPackage.file)
    try putInPlace()
    finished = true
    UnfinishedFiles.clear()
    return WrittenResults(path: path, results: results, charts: drawn, files: files)
  }

  /// Renames the finished folder. One that is there changes places with it at once; what others have put there is in both
  /// by then, so that it is lost at no time.
  private func putInPlace() throws(OutputError) {
    do {
      try Self.checkVacancy(of: path, replaces: replaces)
    } catch {
      throw noting(error)
    }
    if FileManager.default.fileExists(atPath: place.string) {
      try ReplacedResults(place).keepOthers(in: partial, shownAs: path)
      if payoff_exchange(partial.string, place.string) == 0 {
        // What the signal handler knows by its path is now of the old results.
        UnfinishedFiles.clear()
        try? FileManager.default.removeItem(atPath: partial.string)
      } else {
        // A file system that cannot exchange.
        let aside = partial.string + "-replaced"
        guard rename(place.string, aside) == 0 else { throw notPlaced() }
        guard rename(partial.string, place.string) == 0 else {
          let error = notPlaced()
          rename(aside, place.string)
          throw error
        }
        try? FileManager.default.removeItem(atPath: aside)
      }
    } else {
      guard rename(partial.string, place.string) == 0 else { throw notPlaced() }
    }
    OutputFile.synchronise(place.removingLastComponent())
  }

  /// The error of the last `rename`.
  private func notPlaced() -> OutputError {
    let problem = "cannot be moved into place: \(Errno(rawValue: errno))"
    return noting(OutputError(path, problem, remedy: "choose another place with --out"))
  }

  /// The error with a note whether it is that others' results are in the place, which was free.
  private func noting(_ error: OutputError) -> OutputError {
    var error = error
    error.isTaken = !replaces && RecordedPackage.isThere(path)
    return error
  }

  // MARK: Its place

  /// Rejects a place that is taken, before anything is computed. Of results that are to be replaced it reads every file.
  package static func checkVacancy(of path: FilePath, replaces: Bool) throws(OutputError) {
    try checkPlace(path, replaces: replaces)
    try requireUnchanged(path)
  }

  /// Rejects results whose files are not all as they were written: they may be somebody's only copy. A file that is missing
  /// is no loss, nor can it be told of one without a hash.
  private static func requireUnchanged(_ path: FilePath) throws(OutputError) {
    guard let directory = try? RecordedDirectory(path) else { return }
    let hashed = Set(directory.files.filter { $0.sha256.utf8.count == 64 }.map(\.path) + [DataPackage.file])
    let changed = DirectoryVerification(directory).differences.filter { !$0.isMissing && hashed.contains($0.file) }
    guard let first = changed.first else { return }
    let others = changed.dropFirst().prefix(5).map { $0.file.showingControls() } + (changed.count > 6 ? ["…"] : [])
    throw OutputError(
      path.appending(first.file.showingControls()),
      "\(first.problem), so it is not replaced even with --force"
        + (others.isEmpty ? "" : ", nor is what else was changed: \(others.joined(separator: ", "))"),
      remedy: first.file == DataPackage.file
        ? "choose another with --out, or remove the directory"
        : "move it away or remove it, or choose another with --out"
    )
  }

  private static func checkPlace(_ path: FilePath, replaces: Bool) throws(OutputError) {
    let files = FileManager.default
    var isDirectory = false
    guard files.fileExists(atPath: path.string, isDirectory: &isDirectory) else {
      guard !path.isDanglingLink else {
        throw OutputError(path, "is a link that leads nowhere", remedy: "choose another with --out")
      }
      return
    }
    guard isDirectory else {
      throw OutputError(
        path, "is \(WrittenFile.kind(at: path)); results need a folder", remedy: "choose another with --out")
    }
    let isEmpty = (try? files.contentsOfDirectory(atPath: path.string))?.isEmpty ?? false
    guard isEmpty || RecordedPackage.isThere(path) else {
      throw OutputError(
        path, "already exists and is not a run directory, so it is not replaced even with --force",
        remedy: "choose another with --out")
    }
    guard replaces else {
      throw OutputError(path, "already exists", remedy: "choose another with --out, or replace it with --force")
    }
    let (place, current) = (path.resolved ?? path, FilePath(files.currentDirectoryPath))
    guard !current.starts(with: place) else {
      throw OutputError(
        path, "holds the current folder, and results take the place of their whole folder",
        remedy: "choose another with --out, as --out results")
    }
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
        let error = notMade(path, in: folder.removingLastComponent(), Errno(rawValue: errno))
        for made in missing[(index + 1)...] { rmdir(made.string) }
        throw error
      }
    }
    return missing
  }

  private static func notMade(_ path: FilePath, in folder: FilePath, _ error: Errno) -> OutputError {
    OutputError(
      path, "cannot be made: in \(folder.isEmpty ? "the current folder" : folder.string): \(error)",
      remedy: "choose another place with --out")
  }
}

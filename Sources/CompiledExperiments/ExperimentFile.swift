package import SystemPackage

/// The Swift file of an experiment.
package struct ExperimentFile {
  package let path: FilePath

  package init(path: FilePath) { self.path = path }

  /// The name of the file without `.swift`, and of the experiment in it.
  package var name: String { path.stem ?? path.string }

  /// Whether a command line means a file by it, rather than a name in `experiments/`.
  package static func isPath(_ text: String) -> Bool { text.hasSuffix(".swift") || text.contains("/") }

  /// The Swift files in a folder, by name.
  package static func files(in folder: FilePath) -> [ExperimentFile] {
    FileSystem.names(in: folder).filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }
      .map { ExperimentFile(path: folder.appending($0)) }
  }

  /// The folder `experiments/` here, above, or of the project that this program was built in.
  package static var folder: FilePath? { ownFolder ?? experiments(above: BuiltLibrary.folder) }

  /// The folder `experiments/` here or above.
  package static var ownFolder: FilePath? {
    let here = FileSystem.currentFolder
    guard let found = experiments(above: here) else { return nil }
    // Below the current folder it is named as the user would.
    return found.removingLastComponent() == here ? "experiments" : found
  }

  private static func experiments(above start: FilePath) -> FilePath? {
    var place = start
    while true {
      let folder = place.appending("experiments")
      if FileSystem.isFolder(folder) == true { return folder }
      guard place.removeLastComponent() else { return nil }
    }
  }

  /// The file with the figures of the case that lies beside an experiment; `nil` where there is none.
  package var facts: FilePath? { Self.facts(in: path.removingLastComponent()) }

  /// The figures of the case in a folder of experiments.
  package static func facts(in folder: FilePath) -> FilePath? {
    let file = (folder.isEmpty ? "." : folder).appending("facts.csv")
    return FileSystem.isFolder(file) == false ? file : nil
  }

  /// The text of `static let question`, read from the source; `nil` where it is not a plain literal.
  package var question: String? {
    guard let source = (try? FileSystem.contents(of: path)).map({ String(decoding: $0, as: UTF8.self) }),
      let declaration = source.firstRange(of: "static let question") ?? source.firstRange(of: "static var question"),
      let begin = source[declaration.upperBound...].firstIndex(of: "\"")
    else { return nil }
    var rest = source[begin...]
    let quote = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
    rest = rest.dropFirst(quote.count)
    guard let end = rest.firstRange(of: quote) else { return nil }
    return rest[..<end.lowerBound]
      .replacing("\\\n", with: " ")
      .split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }
}

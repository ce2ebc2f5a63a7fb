import CommandOptions
import FoundationEssentials
import Randomness
import SystemPackage

/// The Swift file of an experiment.
struct ExperimentFile {
  let path: FilePath

  /// The name of the file without `.swift`, and of the experiment in it.
  var name: String { path.stem ?? path.string }

  /// The experiment of that name in `experiments/`, or in the file at that path.
  static func find(_ experiment: String) throws -> ExperimentFile {
    let files = FileManager.default
    if experiment.hasSuffix(".swift") || experiment.contains("/") { return try file(at: experiment) }
    let known = try all()
    if let found = known.first(where: { $0.name == experiment }) { return found }
    let names = known.map(\.name)
    let remedy =
      if files.fileExists(atPath: experiment + ".swift") {
        "did you mean the file \(experiment).swift?"
      } else if let question = NearestName.question(for: experiment, among: names) {
        question
      } else {
        "there are \(names.joined(separator: ", ")); a file of your own is named by its path"
      }
    throw CommandFailure(.usage, "there is no experiment \"\(experiment)\"; \(remedy)")
  }

  private static func file(at path: String) throws -> ExperimentFile {
    let files = FileManager.default
    var isDirectory = false
    guard files.fileExists(atPath: path, isDirectory: &isDirectory) else {
      let file = FilePath(path)
      let folder = file.removingLastComponent()
      let neighbours = swiftFiles(in: folder.isEmpty ? "." : folder)
      let question = NearestName.question(for: file.lastComponent?.string ?? "", among: neighbours) {
        folder.appending($0).string
      }
      throw CommandFailure(
        .usage,
        "\(path): there is no such file; "
          + (question ?? "begin one with: payoff new MyQuestion"))
    }
    guard !isDirectory else {
      let inside = swiftFiles(in: FilePath(path)).first.map { ", for example \(FilePath(path).appending($0))" } ?? ""
      throw CommandFailure(.usage, "\(path): is a folder; name a Swift file\(inside)")
    }
    guard path.hasSuffix(".swift") else {
      throw CommandFailure(.usage, "\(path): is no Swift file: the name of one ends in .swift")
    }
    return ExperimentFile(path: FilePath(path))
  }

  private static func swiftFiles(in folder: FilePath) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    return names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }.sorted()
  }

  /// The experiments in `experiments/`, by name.
  static func all() throws -> [ExperimentFile] {
    guard let folder = folder() else {
      throw CommandFailure(
        .usage, "there is no folder experiments/ here or above; name the path of a Swift file, or begin with payoff new"
      )
    }
    return swiftFiles(in: folder).map { ExperimentFile(path: folder.appending($0)) }
  }

  /// The folder `experiments/` here, above, or of the project that this program was built in.
  static func folder() -> FilePath? { ownFolder() ?? experiments(above: Library.folder) }

  /// The folder `experiments/` here or above.
  static func ownFolder() -> FilePath? {
    let here = FilePath(FileManager.default.currentDirectoryPath)
    guard let found = experiments(above: here) else { return nil }
    // Below the current folder it is named as the user would.
    return found.removingLastComponent() == here ? "experiments" : found
  }

  private static func experiments(above start: FilePath) -> FilePath? {
    var place = start
    while true {
      let folder = place.appending("experiments")
      var isDirectory = false
      if FileManager.default.fileExists(atPath: folder.string, isDirectory: &isDirectory), isDirectory {
        return folder
      }
      guard place.removeLastComponent() else { return nil }
    }
  }

  /// The text of `static let question`, read from the source; `nil` where it is not a plain literal.
  var question: String? {
    guard let source = try? String(contentsOfFile: path.string, encoding: .utf8),
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

import Foundation
import Payoff
import SystemPackage

/// The Swift file of an experiment.
struct ExperimentFile {
  let path: FilePath

  /// The name of the file without `.swift`, and of the experiment in it.
  var name: String { path.stem ?? path.string }

  /// The experiment of that name in `experiments/`, or in the file at that path.
  static func find(_ experiment: String) throws -> ExperimentFile {
    let files = FileManager.default
    if experiment.hasSuffix(".swift") || experiment.contains("/") {
      var isDirectory: ObjCBool = false
      guard files.fileExists(atPath: experiment, isDirectory: &isDirectory), !isDirectory.boolValue else {
        throw CommandFailure(.usage, "\(experiment): there is no such file")
      }
      return ExperimentFile(path: FilePath(experiment))
    }
    let known = try all()
    if let found = known.first(where: { $0.name == experiment }) { return found }
    let names = known.map(\.name)
    let remedy =
      NearestName.suggestion(for: experiment, among: names).map { "did you mean \($0)?" }
      ?? "there are \(names.joined(separator: ", ")); a file of your own is named by its path"
    throw CommandFailure(.usage, "there is no experiment \"\(experiment)\"; \(remedy)")
  }

  /// The experiments in `experiments/`, by name.
  static func all() throws -> [ExperimentFile] {
    guard let folder = folder() else {
      throw CommandFailure(
        .usage, "there is no folder experiments/ here or above; name the path of a Swift file, or begin with payoff new"
      )
    }
    return try FileManager.default.contentsOfDirectory(atPath: folder.string)
      .filter { $0.hasSuffix(".swift") }
      .sorted()
      .map { ExperimentFile(path: folder.appending($0)) }
  }

  /// The folder `experiments/` here, above, or of the project that this program was built in.
  static func folder() -> FilePath? {
    let files = FileManager.default
    func experiments(above start: FilePath) -> FilePath? {
      var place = start
      while true {
        let folder = place.appending("experiments")
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: folder.string, isDirectory: &isDirectory), isDirectory.boolValue { return folder }
        guard place.removeLastComponent() else { return nil }
      }
    }
    let here = FilePath(files.currentDirectoryPath)
    guard let found = experiments(above: here) else { return experiments(above: Library.folder) }
    // Below the current folder it is named as the user would.
    return found.removingLastComponent() == here ? "experiments" : found
  }

  /// The text of `static let question`, read from the source; `nil` where it is not a plain literal.
  var question: String? {
    guard let source = try? String(contentsOfFile: path.string, encoding: .utf8),
      let declaration = source.range(of: #"static\s+(let|var)\s+question[^"]*"#, options: .regularExpression)
    else { return nil }
    var rest = source[declaration.upperBound...]
    let quote = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
    rest = rest.dropFirst(quote.count)
    guard let end = rest.range(of: quote) else { return nil }
    return rest[..<end.lowerBound]
      .replacingOccurrences(of: "\\\n", with: " ")
      .split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }
}

import CommandOptions
import FoundationEssentials
import Payoff
import Results
import SystemPackage

/// `payoff notebook RUN`: a Jupyter notebook on a directory.
enum NotebookProgram {
  static func run(_ options: NotebookOptions) async throws {
    let path = FilePath(options.run)
    let directory = try RecordedDirectory(path)
    let results = try directory.results()
    let file = FilePath(options.out ?? path.appending("notebook.ipynb").string)
    try refuseForeignFile(file)
    let folder = absolute(file).removingLastComponent()
    let notebook = Notebook(
      directory, results, ChartBook.charts(of: results, in: .english), path: relative(absolute(path), from: folder))
    try WrittenFile.makeFolder(folder)
    var text = notebook.text
    if options.execute {
      let python = try await PythonEnvironment(with: .notebooks)
      let task: JSONValue = ["notebook": .string(text), "folder": .string(folder.string)]
      text = try await StageLine.during("Executing the notebook") {
        try await python.run(
          PackageResources.execute_py, input: task.compactText, naming: "executing the notebook")
      }
    }
    try WrittenFile.write(Array(text.utf8), to: file)
    print("Wrote \(file)")
  }

  /// A notebook that something else made, or that was worked on, stays.
  private static func refuseForeignFile(_ path: FilePath) throws(OutputError) {
    guard let data = FileManager.default.contents(atPath: path.string) else { return }
    guard
      String(decoding: data, as: UTF8.self).contains("\"id\": \"own-title\"")
        || String(decoding: data, as: UTF8.self).contains("\"id\": \"tables-title\"")
    else {
      throw OutputError(path, "is there already and is no notebook of Payoff", remedy: "choose another with --out")
    }
  }

  private static func absolute(_ path: FilePath) -> FilePath {
    path.isAbsolute
      ? path.lexicallyNormalized()
      : FilePath(FileManager.default.currentDirectoryPath).appending(path.components).lexicallyNormalized()
  }

  /// The way from a folder to a path; both absolute.
  private static func relative(_ path: FilePath, from folder: FilePath) -> FilePath {
    let (target, start) = (Array(path.components), Array(folder.components))
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let names = Array(repeating: "..", count: start.count - shared) + target.dropFirst(shared).map(\.string)
    return FilePath(names.isEmpty ? "." : names.joined(separator: "/"))
  }
}

import ArgumentParser
import Experimentation
import FoundationEssentials
import Results
import SystemPackage

/// `payoff notebook RUN`: a Jupyter notebook on a directory.
struct NotebookCommand: Command {
  static let facts = CommandFacts(
    "notebook", title: "notebook", "Writes a Jupyter notebook on a directory of results, with its outputs.",
    details:
      "The notebook reads the directory with pandas and altair, and opens in JupyterLab and VS Code.",
    examples: ["payoff notebook runs/CustomerService"])

  @Argument(help: ArgumentHelp("A directory of results of any command.", valueName: "RUN"), completion: .directory)
  var directory: String

  @Option(name: [.short, .long], help: "The file to write. (default: notebook.ipynb in the directory)")
  var out: String?

  @Flag(inversion: .prefixedNo, help: "Execute the notebook, so that it contains its outputs.")
  var execute = true

  @OptionGroup var printing: JSONOption

  func check() throws {
    if out == "" { throw ValidationError("--out \"\": expected the name of a file to write") }
  }

  func runAlone() async throws {
    let path = FilePath(directory)
    let file = FilePath(out ?? path.appending("notebook.ipynb").string)
    try printing.check(file, "the notebook")
    let directory = try RecordedDirectory(path)
    let warning = directory.verification().warning(in: .english)
    let results = try directory.results()
    try checkReplaceable(file)
    // What is written to a terminal or a pipe is read from the current folder.
    let folder = WrittenFile.isStream(file) ? absolute(".") : absolute(file).removingLastComponent()
    let notebook = NotebookDocument(
      directory, results, results.charts(in: .english), path: relative(absolute(path), from: folder))
    try WrittenFile.makeFolder(folder)
    var text = Array(notebook.text.utf8)
    if execute {
      let python = try await PythonEnvironment(with: .notebooks)
      let task: JSONValue = ["notebook": .string(notebook.text), "folder": .string(folder.string)]
      text = try await StageLine.during("Executing the notebook") {
        try await python.run(
          PackageResources.execute_py, input: task.compactText, naming: "executing the notebook")
      }
    }
    try WrittenFile.write(text, to: file)
    guard !WrittenFile.isStandardOutput(file) else { return }
    printing.show(
      JSONOption.made(
        by: Self.name, of: ["directories": [.string(path.string)]], warnings: warning.map { ["\(path): \($0)"] } ?? [],
        [file]), "Wrote \(file)")
  }

  /// A notebook that Payoff did not write, or that was edited, is not replaced.
  private func checkReplaceable(_ path: FilePath) throws(OutputError) {
    // A pipe or a terminal has nothing to replace, and reading it would wait.
    guard !WrittenFile.isStream(path), let data = FileManager.default.contents(atPath: path.string) else { return }
    guard
      String(decoding: data, as: UTF8.self).contains("\"id\": \"own-title\"")
        || String(decoding: data, as: UTF8.self).contains("\"id\": \"tables-title\"")
    else {
      throw OutputError(path, "already exists and is not a notebook of Payoff", remedy: "choose another with --out")
    }
  }

  private func absolute(_ path: FilePath) -> FilePath {
    path.isAbsolute
      ? path.lexicallyNormalized()
      : FilePath(FileManager.default.currentDirectoryPath).appending(path.components).lexicallyNormalized()
  }

  /// The way from a folder to a path; both absolute.
  private func relative(_ path: FilePath, from folder: FilePath) -> FilePath {
    let (target, start) = (Array(path.components), Array(folder.components))
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let names = Array(repeating: "..", count: start.count - shared) + target.dropFirst(shared).map(\.string)
    return FilePath(names.isEmpty ? "." : names.joined(separator: "/"))
  }
}

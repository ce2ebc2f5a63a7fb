import ArgumentParser
import Demand
import Experimentation
import Results
import SystemPackage

/// `payoff verify RUN …`: compares directories with their hashes.
struct VerifyCommand: Command {
  static let facts = CommandFacts(
    "verify", title: "verification", "Compares directories of results with their recorded hashes.",
    details: """
      Names every file that is missing or differs, and exits with code 65 if there is one. --json has for each directory \
      whether it holds, how many files are unchanged, what differs, and which files are not part of the results. Links are \
      not followed.
      """,
    examples: ["payoff verify runs/CustomerService", "payoff verify runs/cheap runs/dear --json"])

  @Argument(help: ArgumentHelp("Directories of results.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  @OptionGroup var printing: JSONOption

  func runAlone() throws {
    var failed: [String] = []
    var found: [JSONValue] = []
    for run in runs {
      let directory = try RecordedDirectory(FilePath(run))
      let verification = DirectoryVerification(directory)
      if !verification.holds { failed.append(run) }
      let unnamed = UnnamedFiles(in: directory)
      found.append(Self.json(run, verification, unnamed))
      if !printing.json {
        Terminal.standardOutput.line(Self.text(run, verification, unnamed, files: directory.files.count))
      }
    }
    if printing.json { Terminal.standardOutput.line(JSONValue.array(found).text) }
    if !failed.isEmpty {
      throw DataFileError(
        file: failed.joined(separator: ", "),
        "was changed after it was written; the command in its datapackage.json reproduces the results")
    }
  }

  private static func text(
    _ run: String, _ verification: DirectoryVerification, _ unnamed: UnnamedFiles, files: Int
  ) -> String {
    var lines =
      verification.holds
      ? ["\(run): verified: \(verification.sound) files are unchanged"]
      : ["\(run): not verified: \(verification.differences.count) of \(files) files differ"]
    lines += verification.differences.map { "  \($0)" }
    if !unnamed.isEmpty { lines.append("  not part of the results: \(unnamed)") }
    return lines.joined(separator: "\n")
  }

  private static func json(_ run: String, _ verification: DirectoryVerification, _ unnamed: UnnamedFiles) -> JSONValue {
    [
      "directory": .string(run), "verified": .boolean(verification.holds),
      "unchanged": .number(Double(verification.sound)),
      "differences": .array(
        verification.differences.map {
          ["file": .string($0.file.showingControls()), "problem": .string($0.problem)]
        }),
      "unnamed": .array(unnamed.names.map { .string($0) }),
    ]
  }
}

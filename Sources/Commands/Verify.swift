import ArgumentParser
import Demand
import Experimentation
import Results
import SystemPackage

/// `payoff verify RUN …`: compares directories with their hashes.
struct VerifyCommand: Command {
  static let facts = CommandFacts(
    "verify", title: "verification", "Compares directories of results with their recorded hashes.",
    details: "Names every file that is missing or differs, and exits with code 65 if there is one.",
    examples: ["payoff verify runs/CustomerService"])

  @Argument(help: ArgumentHelp("Directories of results.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  func runAlone() throws {
    var failed: [String] = []
    for run in runs {
      let directory = try RecordedDirectory(FilePath(run))
      let verification = DirectoryVerification(directory)
      if verification.holds {
        Terminal.standardOutput.line("\(run): verified: \(verification.sound) files are unchanged")
      } else {
        failed.append(run)
        Terminal.standardOutput.line(
          "\(run): not verified: \(verification.differences.count) of \(directory.files.count) files differ")
        for difference in verification.differences { Terminal.standardOutput.line("  \(difference)") }
      }
      if !verification.unnamed.isEmpty {
        Terminal.standardOutput.line("  not part of the results: \(verification.unnamed.joined(separator: ", "))")
      }
    }
    if !failed.isEmpty {
      throw DataFileError(
        file: failed.joined(separator: ", "),
        "was changed after it was written; the command in its datapackage.json reproduces the results")
    }
  }
}

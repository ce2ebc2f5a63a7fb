import ArgumentParser
import Demand
import Experimentation
import Results
import SystemPackage

/// `payoff verify RUN …`: directories against their hashes.
struct VerifyCommand: Command {
  static let facts = CommandFacts(
    "verify", title: "verification", "Compares directories of results with their hashes.",
    details: "Names every file that is missing or differs, and ends with exit code 65 where one does.",
    examples: ["payoff verify runs/CustomerService"])

  @Argument(help: ArgumentHelp("Directories of results.", valueName: "RUN"), completion: .directory)
  var runs: [String]

  func runAlone() throws {
    var failed: [String] = []
    for run in runs {
      let directory = try RecordedDirectory(FilePath(run))
      let verification = DirectoryVerification(directory)
      if verification.holds {
        print("\(run): holds: \(verification.sound) files are as they were written")
      } else {
        failed.append(run)
        print("\(run): does not hold: \(verification.differences.count) of \(directory.files.count) files differ")
        for difference in verification.differences { print("  \(difference)") }
      }
      if !verification.unnamed.isEmpty {
        print("  no part of the results: \(verification.unnamed.joined(separator: ", "))")
      }
    }
    if !failed.isEmpty {
      throw DataFileError(
        file: failed.joined(separator: ", "),
        "was changed after it was written; the command in its datapackage.json makes the results again")
    }
  }
}

import CBuildInformation
import Commands
import Glibc

/// The program behind every command that is not that of a compiled experiment.
@main
enum PayoffAnalysis {
  static func main() async {
    let commit = String(cString: payoff_commit)
    exit(await CommandRunner.run(Array(CommandLine.arguments.dropFirst()), commit: commit.isEmpty ? nil : commit))
  }
}

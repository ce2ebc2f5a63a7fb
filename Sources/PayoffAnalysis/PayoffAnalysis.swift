import Glibc
import Payoff

/// The program behind the commands of `payoff` that need no experiment.
@main
enum PayoffAnalysis {
  static func main() { exit(AnalysisCommand.run(Array(CommandLine.arguments.dropFirst()))) }
}

import Glibc
import Payoff
import Reporting

/// The program behind the commands of `payoff` that need no experiment.
@main
enum PayoffAnalysis {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(
      ReportingCommand.verbs.contains(arguments.first ?? "")
        ? await ReportingCommand.run(arguments) : AnalysisCommand.run(arguments))
  }
}

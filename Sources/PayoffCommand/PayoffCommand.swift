import ArgumentParser
import CommandOptions
import Randomness

/// `payoff`: when does a use of generative AI pay off, how sure is that, and what decides it?
@main
struct PayoffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payoff",
    abstract: "Simulates when a use of generative AI pays off, how sure that is, and what decides it.",
    discussion: """
      Begin with:
        payoff list                  the experiments there are
        payoff run CustomerService   simulate one, and write its CSV files
        payoff sensitivity CustomerService   what decides its answer
        payoff decide CustomerService        which option to take, and what is worth finding out first
        payoff size --load azure-conversation --rate 100 --deployment llama-8b-a100 --ttft-p99 500ms
                                     how many GPUs a load needs
        payoff report runs/CustomerService   a page to look at
        payoff wait InflectionPoint          whether to act now or wait, and what to wait for
        payoff new MyQuestion        a commented experiment to start from
      """,
    version: Version.number,
    subcommands: [
      List.self, Describe.self, Run.self, SweepCommand.self, SensitivityCommand.self, CompareCommand.self,
      DecideCommand.self, WaitCommand.self, EvidenceCommand.self, DiscoverCommand.self, SeekCommand.self,
      FidelityCommand.self, ReplayCommand.self, SizeCommand.self, FitCommand.self, DeploymentsCommand.self,
      LoadsCommand.self, ReportCommand.self, ChartCommand.self, NotebookCommand.self, VerifyCommand.self, New.self,
    ])

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    if let command = arguments.first, !command.hasPrefix("-"), !names.contains(command) {
      let remedy =
        NearestName.question(for: command, among: names) { "payoff \($0)" }
        ?? "there are \(names.joined(separator: ", "))"
      exit(withError: CommandFailure(.usage, "there is no command \"\(command)\"; \(remedy)"))
    }
    await main(arguments)
  }
}

import ArgumentParser
import Experimentation
import Results

/// Every command there is, in the order of the help.
///
/// A new command is a file with its type, and a line here.
package enum CommandTable {
  package static let commands: [any Command.Type] = [
    ListCommand.self,
    DescribeCommand.self,
    AskCommand.self,
    InputsCommand.self,
    RunCommand.self,
    SweepCommand.self,
    SensitivityCommand.self,
    CompareCommand.self,
    CasesCommand.self,
    DecideCommand.self,
    WaitCommand.self,
    EvidenceCommand.self,
    DiscoverCommand.self,
    SeekCommand.self,
    FidelityCommand.self,
    TraceCommand.self,
    BacktestCommand.self,
    ReplayCommand.self,
    SizeCommand.self,
    FitCommand.self,
    DeploymentsCommand.self,
    LoadsCommand.self,
    ReportCommand.self,
    ChartCommand.self,
    NotebookCommand.self,
    RunsCommand.self,
    ServeCommand.self,
    VerifyCommand.self,
    NewCommand.self,
    PlanCommand.self,
    ShardCommand.self,
    MergeCommand.self,
  ]

  /// The command of that name.
  package static func command(named name: String) -> (any Command.Type)? { commands.first { $0.facts.name == name } }

  /// What the results of a command are called; its name, where this version does not know it.
  static func title(of command: String, in language: Language) -> String {
    Self.command(named: command)?.facts.title(in: language) ?? command
  }
}

/// `payoff`: when does a use of generative AI pay off, how sure is that, and what decides it?
struct PayoffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payoff",
    abstract: "Simulates when a use of generative AI pays off, how sure that is, and what decides it.",
    discussion: "Begin with:\n" + firstSteps,
    version: Version.number, subcommands: CommandTable.commands.map { $0 as any ParsableCommand.Type })

  /// A call of each command that a newcomer begins with, and what it shows.
  private static var firstSteps: String {
    CommandTable.commands.map { $0.facts }.compactMap { facts in
      guard let step = facts.firstStep, let example = facts.examples.first else { return nil }
      return example.count < 40
        ? "  " + example + String(repeating: " ", count: 40 - example.count) + step
        : "  " + example + "\n" + String(repeating: " ", count: 42) + step
    }.joined(separator: "\n")
  }
}

extension RecordedDirectory {
  /// Its results, to be shown as the command that made them does.
  func results() throws -> ResultSet {
    try results(CommandTable.command(named: facts.command)?.presentation ?? Presentation())
  }
}

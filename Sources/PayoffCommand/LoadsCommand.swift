import ArgumentParser
import CommandOptions

/// `payoff loads`
struct LoadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loads", abstract: "Lists measured loads by name, with their sources.")

  @OptionGroup var options: PrintingOptions

  func run() throws { try AnalysisProgram.start(verb: "loads") }
}

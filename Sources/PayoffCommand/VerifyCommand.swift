import ArgumentParser
import CommandOptions

/// `payoff verify RUN`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Holds directories of results against their hashes.",
    discussion: """
      Names every file that is missing or differs, and ends with exit code 65 where one does.

        payoff verify runs/CustomerService
      """)

  @OptionGroup var options: VerifyOptions

  func run() throws { try AnalysisProgram.start(verb: "verify") }
}

import ArgumentParser
import CommandOptions

/// `payoff report RUN`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a page about results: the answer, what was assumed, the pictures, the checks.",
    discussion: """
      One HTML file that needs no network, shows its charts to a pointer and prints on A4. Directories of any command can \
      be in it; several runs are compared, and a sensitivity analysis beside a run says what decides it.

        payoff report runs/CustomerService
        payoff report runs/cheap runs/dear runs/tornado --language zh --out answer.html
      """)

  @OptionGroup var options: ReportOptions

  func run() throws { try AnalysisProgram.start(verb: "report") }
}

import ArgumentParser
import CommandOptions

/// `payoff notebook RUN`
struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Writes a Jupyter notebook on a directory of results, with its outputs.",
    discussion: """
      It reads the directory with pandas and altair, opens in JupyterLab and VS Code, and runs again from top to bottom.

        payoff notebook runs/CustomerService
      """)

  @OptionGroup var options: NotebookOptions

  func run() throws { try AnalysisProgram.start(verb: "notebook") }
}

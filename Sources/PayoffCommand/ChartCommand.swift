import ArgumentParser
import CommandOptions

/// `payoff chart RUN`
struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draws the charts of a directory of results as SVG or PNG.",
    discussion: """
      Every directory holds its charts as Vega-Lite specifications (charts/NAME.vl.json), which JupyterLab, VS Code and \
      others show as they are. This draws them with vl-convert, in a Python environment that is set up when it is first \
      needed.

        payoff chart runs/CustomerService
        payoff chart runs/CustomerService --format png --only inflection
      """)

  @OptionGroup var options: ChartOptions

  func run() throws { try AnalysisProgram.start(verb: "chart") }
}

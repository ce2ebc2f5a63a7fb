import ArgumentParser
import CommandOptions

/// `payoff deployments`
struct DeploymentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployments",
    abstract: "Lists models on GPUs by name, where their figures come from and how far off they may be.",
    discussion: """
      A name is that of a model, a GPU, how many of them and the precision: llama-70b-h100x4-fp8. Every model has a name on \
      every GPU; listed are those that were measured, and each model on the fewest of each GPU that hold it in 16 bits.
      """)

  @OptionGroup var options: PrintingOptions

  func run() throws { try AnalysisProgram.start(verb: "deployments") }
}

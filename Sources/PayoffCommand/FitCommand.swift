import ArgumentParser
import CommandOptions

/// `payoff fit --trace FILE`, `payoff fit --measured FILE` or `payoff fit --adoption FILE`
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Makes a load of a trace, a deployment of a measured server, or an adoption curve of a series.",
    discussion: """
      What was fitted is said in words and in Swift, and written as files that the other commands read. Exactly one of:

        payoff fit --trace azure-llm-2023-conv.csv.gz            load.json, for payoff size --load
        payoff fit --measured vllm.csv --deployment llama-8b-rtx-pro-6000   deployment.json, for --deployment
        payoff fit --adoption users.csv                          a Bass curve, for a Load

      A fitted load is served beside its trace, and how far off its latencies are is part of the answer.
      """)

  @OptionGroup var options: FitOptions

  func run() throws { try AnalysisProgram.start(verb: "fit") }
}

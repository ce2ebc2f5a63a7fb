package import ArgumentParser

/// Which model runs on which GPUs, and what they cost.
package struct DeploymentOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "A deployment: a name such as llama-8b-a100, or a JSON file.",
      discussion: """
        payoff deployments lists names, with the source of their figures and how far off they may be. A file has four \
        figures in milliseconds and the size of the memory; payoff fit --measured writes one.
        """, valueName: "NAME or FILE"))
  package var deployment: String?

  @Option(
    parsing: .unconditional, help: "The most requests at work on a replica at once. (default: the deployment's, 256)",
    transform: { try WholeNumber.read($0, in: 1...1_048_576) })
  package var sequences: Int?

  @Option(
    parsing: .unconditional, help: "Tokens that a step works on at most. (default: the deployment's, 2048)",
    transform: { try WholeNumber.read($0, in: 1...1_073_741_824) })
  package var tokensPerStep: Int?

  @Option(
    parsing: .unconditional,
    help: "US dollars for an hour of one GPU. (default: what is known of it, in the latest year)",
    transform: { try PositiveNumber.read($0) })
  package var price: Double?

  package init() {}
}

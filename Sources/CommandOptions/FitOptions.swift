package import ArgumentParser

/// The options of `payoff fit`.
package struct FitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Recorded requests: CSV or CSV.gz with arrival_s, input_tokens, output_tokens.", valueName: "FILE"))
  package var trace: String?

  @Option(
    help: ArgumentHelp(
      "A measured server: requests with ttft_s and e2e_s as well.", valueName: "FILE"))
  package var measured: String?

  @Option(
    help: ArgumentHelp(
      "Who has taken something up: year, quarter, month or week, and adopters or cumulative.", valueName: "FILE"))
  package var adoption: String?

  @OptionGroup package var deployment: DeploymentOptions

  @Option(
    parsing: .unconditional,
    help: "With --trace: how many loads are drawn from the fit and served beside the trace. (default: 20)",
    transform: { try WholeNumber.read($0, in: 2...10_000) })
  package var replications = 20

  @Option(
    parsing: .unconditional, help: "With --trace: replicas that serve both. (default: as many as keep up with it)",
    transform: { try WholeNumber.read($0, in: 1...100_000) })
  package var replicas: Int?

  @Option(
    parsing: .unconditional, help: "The seed of all chance. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  package var seed: UInt64 = 1

  @OptionGroup package var output: OutputOptions

  package init() {}
}

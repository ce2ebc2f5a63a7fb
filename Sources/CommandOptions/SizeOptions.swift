package import ArgumentParser

/// The options of `payoff size`.
package struct SizeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The requests: a name such as azure-conversation, a trace, or a fitted load in JSON.",
      discussion: "payoff loads lists names with their sources; payoff fit --trace writes load.json.",
      valueName: "NAME or FILE"))
  package var load: String

  @Option(
    parsing: .unconditional, help: "Requests a second in the busiest hour. (default: as measured)",
    transform: { try PositiveNumber.read($0) })
  package var rate: Double?

  @Option(
    parsing: .unconditional, help: "Instead of --rate: requests on a mean day, spread over its hours.",
    transform: { try PositiveNumber.read($0) })
  package var perDay: Double?

  @Option(
    help: ArgumentHelp(
      "How a day's requests spread over its hours: flat, or a load whose hours are known. (default: the load's own, or flat)",
      valueName: "NAME"))
  package var dayShape: String?

  @OptionGroup package var deployment: DeploymentOptions

  @OptionGroup package var limits: LatencyLimitOptions

  @OptionGroup package var routing: RoutingOptions

  @Option(
    parsing: .unconditional, help: "The most replicas that there may be. (default: any number)",
    transform: { try WholeNumber.read($0, in: 1...100_000) })
  package var atMost: Int?

  @Option(
    parsing: .unconditional,
    help: "Enough replicas are to be there for that share of time, with spares. (default: 0.999)",
    transform: { try Share.read($0) })
  package var availability = 0.999

  @Option(
    parsing: .unconditional, help: "Hours until a failed GPU is replaced, on average. (default: 96)",
    transform: { try PositiveNumber.read($0) })
  package var repairHours = 96.0

  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: "Windows that a size is decided by; up to four times as many where they leave it open. (default: 20)",
    transform: { try WholeNumber.read($0, in: 2...10_000) })
  package var replications = 20

  @Option(
    parsing: .unconditional, help: "Requests that a window has at least. (default: 20000)",
    transform: { try WholeNumber.read($0, in: 100...100_000_000) })
  package var requests = 20_000

  @Option(
    parsing: .unconditional, help: "The seed of all chance; the same seed gives the same bytes. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  package var seed: UInt64 = 1

  @Option(
    parsing: .unconditional, help: "How many windows are simulated at a time. (default: the cores there are)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  package var threads: Int?

  @OptionGroup package var output: OutputOptions

  package init() {}
}

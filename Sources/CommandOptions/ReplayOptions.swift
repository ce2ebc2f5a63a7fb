package import ArgumentParser

/// The options of `payoff replay`.
package struct ReplayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Recorded requests: CSV or CSV.gz with arrival_s, input_tokens, output_tokens.", valueName: "FILE"))
  package var trace: String

  @OptionGroup package var deployment: DeploymentOptions

  @Option(
    parsing: .unconditional, help: "How many replicas serve. (default: 1)",
    transform: { try WholeNumber.read($0, in: 1...100_000) })
  package var replicas = 1

  @OptionGroup package var routing: RoutingOptions

  @Option(
    name: [.customLong("times-rate"), .customLong("timesRate")], parsing: .unconditional,
    help: "How many times as fast the requests come: 2 lets them come in half the time. (default: 1)",
    transform: { try PositiveNumber.read($0) })
  package var timesRate = 1.0

  @Option(
    parsing: .unconditional,
    help: "Requests that may wait at a replica; what finds so many is spilled. (default: any number)",
    transform: { try WholeNumber.read($0, in: 0...Int(Int32.max)) })
  package var waitingAtMost: Int?

  @Option(
    parsing: .unconditional,
    help: "The energy of the building over that of its machines: 1.1 to 1.6. (default: 1)",
    transform: { try PositiveNumber.read($0) })
  package var pue = 1.0

  @Option(
    parsing: .unconditional, help: "The seed of two-choices, which alone draws something. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  package var seed: UInt64 = 1

  @OptionGroup package var output: OutputOptions

  package init() {}
}

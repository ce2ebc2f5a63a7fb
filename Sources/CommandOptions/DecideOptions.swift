package import ArgumentParser

/// The options of `payoff decide`.
package struct DecideOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: "The choice that is to be made; repeated, all combinations are options. (default: the only one)")
  package var choice: [String] = []

  @OptionGroup package var measured: MeasuredOptions

  @Option(
    parsing: .unconditional, help: "The share of outcomes that count as the worst. (default: 0.05)",
    transform: { try Share.read($0) })
  package var tail = 0.05

  @Option(
    parsing: .unconditional,
    help: """
      What one could bear to lose, in the unit of the measure: the tolerance of an exponential utility. \
      (default: a tenth, one, and ten standard deviations of the best option)
      """,
    transform: { try PositiveNumber.read($0) })
  package var tolerance: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Leaving it altogether, a payoff of 0 in every future, is an option too. (default: where the measure is npv)")
  package var leaveIt: Bool?

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

package import ArgumentParser

/// The options of `payoff discover`.
package struct DiscoverOptions: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "What is true of the futures in question: 'npv<0', 'inflection_month>36'. (default: npv<0)",
      valueName: "CONDITION"))
  package var condition: String?

  @Option(
    parsing: .unconditional, help: "The share of the futures in a box that are to be in question. (default: 0.8)",
    transform: { try Share.read($0) })
  package var density = 0.8

  @Option(
    parsing: .unconditional,
    help: "How many boxes are sought, each among the futures that the ones before leave. (default: 1)",
    transform: { try WholeNumber.read($0, in: 1...20) })
  package var boxes = 1

  @Option(
    parsing: .unconditional, help: "The least share of all futures that a box holds. (default: 0.05)",
    transform: { try Share.read($0) })
  package var mass = 0.05

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

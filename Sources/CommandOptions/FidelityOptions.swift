package import ArgumentParser

/// The options of `payoff fidelity`.
package struct FidelityOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "How many hours of each fleet are simulated, from the quietest to the busiest. (default: 12)",
    transform: { try WholeNumber.read($0, in: 1...1000) })
  package var hours = 12

  @OptionGroup package var shared: SharedOptions

  package init() {}
}

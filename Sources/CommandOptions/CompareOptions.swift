package import ArgumentParser

/// The options of `payoff compare` for the options of a choice.
package struct CompareOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: "The choice whose options are compared; repeated, all combinations are. (default: the only one)")
  package var choice: [String] = []

  @OptionGroup package var measured: MeasuredOptions

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

package import ArgumentParser

/// The options of `payoff wait`.
package struct WaitOptions: ParsableArguments {
  @Option(
    help: "The timing that is to be decided. (default: the only one)")
  package var timing: String?

  @Option(
    help: ArgumentHelp(
      "The measure that is to be as high as can be, at its worth at time zero. (default: npv)", valueName: "MEASURE"))
  package var measure: String?

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

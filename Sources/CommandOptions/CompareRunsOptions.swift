package import ArgumentParser

/// The options of `payoff compare` for two runs.
package struct CompareRunsOptions: ParsableArguments {
  @Argument(help: "Two run directories of the same experiment, seed and number of replications.")
  package var runs: [String]

  @OptionGroup package var measured: MeasuredOptions

  @OptionGroup package var output: OutputOptions

  package init() {}
}

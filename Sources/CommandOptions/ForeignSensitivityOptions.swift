package import ArgumentParser

/// The options of `payoff sensitivity --from`, for the rows of somebody else's model.
package struct ForeignSensitivityOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Analyses the results of a design: two CSV files, each with a column row, from 0.",
      discussion: """
        design.csv has a column for each input, results.csv one for each measure; results may stand in any order, and \
        their rows are found by the number in the column row. Input columns in results.csv are held against the design.
        """, valueName: "DESIGN RESULTS"))
  package var from: [String] = []

  @OptionGroup package var method: MethodOptions

  @Flag(help: "The inputs of the design depend on each other: methods that take them for independent are refused.")
  package var correlatedInputs = false

  @Option(
    parsing: .unconditional, help: "The seed of the bootstrap. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  package var seed: UInt64 = 1

  @OptionGroup package var output: OutputOptions

  package init() {}
}

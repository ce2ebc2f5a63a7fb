package import ArgumentParser

/// The options of `payoff seek`.
package struct SeekOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The figure and what it is to be: 'mean(npv)=0', 'P(npv>0)=80%', 'p10(npv)=0'.", valueName: "FIGURE=VALUE"))
  package var target: String?

  @Option(
    help: ArgumentHelp("With --target: the input that is moved, and between what.", valueName: "name=LOW..HIGH"))
  package var within: String?

  @Option(help: ArgumentHelp("The measure whose mean is to be as high as can be.", valueName: "MEASURE"))
  package var maximise: String?

  @Option(help: ArgumentHelp("The measure whose mean is to be as low as can be.", valueName: "MEASURE"))
  package var minimise: String?

  @Option(
    name: .customLong("over"), parsing: .singleValue,
    help: ArgumentHelp(
      "With --maximise or --minimise: what may be chosen; may be repeated. VALUES as in payoff sweep.",
      valueName: "name=VALUES"))
  package var over: [String] = []

  @Option(
    parsing: .unconditional,
    help: """
      With --maximise or --minimise: the difference that is not worth finding out, in the unit of the measure. \
      (default: a tenth of the standard deviation)
      """,
    transform: { try PositiveNumber.read($0) })
  package var indifference: Double?

  @Option(
    parsing: .unconditional,
    help:
      "With --maximise or --minimise: replications of an option after which the choice stays open. (default: 10000)",
    transform: { try WholeNumber.read($0, in: 20...Int(UInt32.max)) })
  package var cap = 10_000

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

package import ArgumentParser

/// The options of `payoff sweep`.
package struct SweepOptions: ParsableArguments {
  @Option(
    name: .customLong("vary"), parsing: .singleValue,
    help: ArgumentHelp(
      "An input or a choice to vary; may be repeated, for a grid.",
      discussion: """
        VALUES is a list (0.3,0.4,0.5), a range (0.3..0.5:0.05), options of a choice, or * for all of them.
        """, valueName: "name=VALUES"))
  package var variations: [String]

  @Option(help: "The point that all others are compared with, on the same draws, from 1. (default: none)")
  package var pairedWith: Int?

  @Option(help: "The measure that is printed; the file holds all. (default: npv, or the first)")
  package var measure: String?

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

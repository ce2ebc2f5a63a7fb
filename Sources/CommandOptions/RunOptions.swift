package import ArgumentParser

/// The options of `payoff run`, which the program of an experiment reads too.
package struct RunOptions: ParsableArguments {
  @OptionGroup package var replicated: ReplicatedOptions

  @Option(
    help: ArgumentHelp(
      "How the futures are drawn, so that fewer of them tell as much. (default: independent)",
      discussion: """
        antithetic (pairs: where one draws high, the other draws low), lhs and sobol (blocks of a Latin hypercube, or of \
        the Sobol sequence, over the inputs), stratified(INPUT) (by turns in equal slices of one input), controlled \
        (means corrected by the inputs, whose true means are known). precision.csv says what it gained.
        """, valueName: "SAMPLING"))
  package var sampling: String = "independent"

  @Option(
    help: ArgumentHelp(
      "Goes on until a figure is known to that half width (95 %).",
      discussion: """
        mean(npv)=2% for two per cent of the figure, P(npv>0)=0.01 or p90(npv)=5e6 for a width in its own unit. \
        --replications is then the number before the first look; every 100 more are looked at again.
        """, valueName: "FIGURE=WIDTH"))
  package var precision: String?

  @Option(
    parsing: .unconditional,
    help: "With --precision: replications after which the run ends in any case. (default: 100000)",
    transform: { try WholeNumber.read($0, in: 2...Int(UInt32.max)) })
  package var cap = 100_000

  package init() {}
}

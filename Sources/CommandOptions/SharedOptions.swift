package import ArgumentParser

/// The options of every command that simulates an experiment.
///
/// What a name or a value means is for the experiment to say: here they are text.
package struct SharedOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The seed of all chance; the same seed gives the same bytes. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  package var seed: UInt64 = 1

  @Option(
    parsing: .unconditional, help: "How many replications are computed at a time. (default: the cores there are)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  package var threads: Int?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sets an input, a choice or a setting; may be repeated.",
      discussion: """
        VALUE is a number with an optional unit (0.4, 40 %/year), a distribution (uniform(0.2, 0.6), \
        triangular(1, 2, 5), 5 to 50 for a lognormal 90 % interval), or an option of a choice.
        """, valueName: "name=VALUE"))
  package var assignments: [String] = []

  @Flag(
    help: "Nothing is uncertain: every input that is not set is what its source states, or its median.")
  package var certain = false

  @Option(
    name: .customLong("correlate"), parsing: .singleValue,
    help: ArgumentHelp(
      "Lets two inputs go together: the correlation of their ranks; may be repeated.",
      valueName: "first,second=CORRELATION"))
  package var correlations: [String] = []

  @Option(
    help: ArgumentHelp(
      "What joins correlated inputs: gaussian, t(4), clayton, gumbel or frank. (default: as the experiment has it)",
      valueName: "COPULA"))
  package var copula: String?

  @Flag(help: "Change correlations that cannot hold together to the nearest that can, and say so.")
  package var repairCorrelations = false

  @OptionGroup package var output: OutputOptions

  package init() {}
}

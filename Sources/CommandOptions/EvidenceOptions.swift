package import ArgumentParser

/// The options of `payoff evidence` for an experiment.
package struct EvidenceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The measure whose sensitivity to each figure is told. (default: npv, or the first)", valueName: "MEASURE"))
  package var measure: String?

  @OptionGroup package var replicated: ReplicatedOptions

  package init() {}
}

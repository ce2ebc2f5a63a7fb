package import ArgumentParser

/// The options of `payoff evidence` without an experiment: the figures of the case, or a page made of what experiments
/// left.
package struct EvidencePageOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Makes a page in Markdown of the directories that payoff evidence EXPERIMENT left.", valueName: "DIRECTORY"))
  package var from: [String] = []

  package init() {}
}

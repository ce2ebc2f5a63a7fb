package import ArgumentParser

/// The options of `payoff verify`.
package struct VerifyOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Directories of results.", valueName: "RUN"), completion: .directory)
  package var runs: [String]

  package init() {}
}

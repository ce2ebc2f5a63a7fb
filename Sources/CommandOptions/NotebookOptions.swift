package import ArgumentParser

/// The options of `payoff notebook`.
package struct NotebookOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("A directory of results of any command.", valueName: "RUN"), completion: .directory)
  package var run: String

  @Option(name: [.short, .long], help: "The file to write. (default: notebook.ipynb in the directory)")
  package var out: String?

  @Flag(inversion: .prefixedNo, help: "Execute it, so that it holds its outputs.")
  package var execute = true

  package init() {}
}

package import ArgumentParser

/// The options of `payoff report`.
package struct ReportOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Directories of results of any command; several runs are compared.", valueName: "RUN"), completion: .directory)
  package var runs: [String]

  @Option(name: [.short, .long], help: "The file to write. (default: report.html in the first directory)")
  package var out: String?

  @Option(help: "The language of the page: en or zh.")
  package var language = "en"

  package init() {}
}

package import ArgumentParser

/// The options of `payoff chart`.
package struct ChartOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("A directory of results.", valueName: "RUN"), completion: .directory)
  package var run: String

  @Option(help: ArgumentHelp("What the pictures are: svg or png.", valueName: "FORMAT"))
  package var format = "svg"

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The chart to draw, by its name; may be repeated. (default: all)", valueName: "NAME"))
  package var only: [String] = []

  @Option(name: [.short, .long], help: "The folder of the pictures. (default: charts/ in the directory)")
  package var out: String?

  @Option(help: "The language of titles and axes: en or zh.")
  package var language = "en"

  package init() {}
}

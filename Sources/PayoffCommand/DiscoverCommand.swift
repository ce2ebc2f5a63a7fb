import ArgumentParser
import CommandOptions

/// `payoff discover EXPERIMENT`
struct DiscoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "Says under which conditions it does not pay off.",
    discussion: """
      Seeks the box in the space of the inputs where the futures in question are dense (PRIM), drops limits that may be \
      there by accident, and looks at the box again on fresh futures.

        payoff discover CustomerService
        payoff discover CustomerService --where 'inflection_month>36' --density 0.7
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String

  @OptionGroup var options: DiscoverOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "discover")
  }
}

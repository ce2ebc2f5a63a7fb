import ArgumentParser
import CommandOptions

/// `payoff decide EXPERIMENT`
struct DecideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Says which option of a choice to take, and whether it is worth finding out more first.",
    discussion: """
      Every option is tried on the same draws. What comes out: expected value, regret, the worst outcomes, the best option \
      under each attitude to risk, and what knowing an input before deciding could be worth. The best option is looked at \
      again on fresh draws, since the best of several is partly the luckiest.

        payoff decide CustomerService
        payoff decide CustomerService --measure unit_cost_year_1 --less-is-better
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String

  @OptionGroup var options: DecideOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "decide")
  }
}

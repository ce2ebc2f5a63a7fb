import ArgumentParser
import CommandOptions

/// `payoff wait EXPERIMENT`
struct WaitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Says whether to act now or wait, and what to wait for.",
    discussion: """
      Every date of a @Timing is tried in the same futures, and so is never. From what each Signal shows by each date it \
      finds the level at which to act, and learns by least squares when waiting is worth more than acting (Longstaff and \
      Schwartz 2001). All that is said of them is of fresh futures, in which nothing was chosen.

        payoff wait InflectionPoint
        payoff wait ApiOrOwn --replications 2000
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.")
  var experiment: String

  @OptionGroup var options: WaitOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "wait")
  }
}

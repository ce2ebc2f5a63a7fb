import ArgumentParser
import CommandOptions

/// `payoff sweep EXPERIMENT`
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs an experiment at every point of a grid, on the same draws, and writes sweep.csv.",
    discussion: """
      Each replication draws its futures once and meets them at every point, so that differences between points are sharp; \
      --paired-with says from which point they are taken.

        payoff sweep CustomerService --vary priceFall=0.3..0.5:0.05
        payoff sweep CustomerService --vary 'scaling=*' --vary resolved=0.1,0.2,0.3 --paired-with 1
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String

  @OptionGroup var options: SweepOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "sweep")
  }
}

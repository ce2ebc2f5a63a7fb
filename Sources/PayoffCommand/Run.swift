import ArgumentParser
import CommandOptions

/// `payoff run EXPERIMENT`
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulates an experiment many times and writes its run directory.",
    discussion: """
      The answer is printed; the run directory holds a row for each replication (replications.csv), each measure \
      (summary.csv), each month (timeline.csv) and each input (inputs.csv).

      Exit codes: 64 wrong usage, 65 wrong data or a wrong experiment, 74 a file that cannot be written, 130 stopped \
      with Ctrl-C.
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String

  @OptionGroup var options: RunOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "run")
  }
}

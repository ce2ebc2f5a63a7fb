import ArgumentParser
import CommandOptions

/// `payoff sensitivity EXPERIMENT`
struct SensitivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Says which inputs decide a measure, and writes sensitivity.csv.",
    discussion: """
      Begin with tornado: one input at a time from its 10 % to its 90 % quantile, with the value at which the answer \
      changes its sign. morris screens many inputs for few runs; sobol, efast and rbd_fast share out the variance; pawn, \
      delta and the correlations take any rows.

        payoff sensitivity CustomerService
        payoff sensitivity CustomerService --method sobol --measure npv --size 1024
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.")
  var experiment: String

  @OptionGroup var options: SensitivityOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "sensitivity")
  }
}

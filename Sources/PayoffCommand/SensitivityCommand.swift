import ArgumentParser
import CommandOptions

/// `payoff sensitivity EXPERIMENT` or `payoff sensitivity --from DESIGN RESULTS`
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

      The results of somebody else's model are analysed with --from, by every method but tornado and spider:

        payoff sensitivity --from design.csv results.csv --method sobol --measure y
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Analyses the results of a design that was run elsewhere: two CSV files with a column row, from 0.",
      discussion: "See payoff sensitivity --from --help.", valueName: "DESIGN RESULTS"))
  var from: [String] = []

  @Flag(help: .hidden) var correlatedInputs = false

  @OptionGroup var options: SensitivityOptions

  func run() async throws {
    guard from.isEmpty else { try AnalysisProgram.start(verb: "sensitivity") }
    guard let experiment else {
      throw CommandFailure(.usage, "payoff sensitivity takes an experiment, or the files of a design with --from")
    }
    try await ExperimentProgram.start(experiment, verb: "sensitivity")
  }
}

import ArgumentParser
import CommandOptions

/// `payoff compare EXPERIMENT` or `payoff compare RUN RUN`
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares every option of a choice, or two runs, on the same draws.",
    discussion: """
      The difference of two options with its interval, the chance that one is better, and how many runs it saved to meet \
      both in the same futures.

        payoff compare CustomerService
        payoff compare CustomerService --choice scaling --measure unit_cost_year_1 --less-is-better
        payoff compare runs/cheap runs/dear

      Two runs have to be of the same seed and number of replications, so that their draws are the same; they differ by what \
      was set.
      """)

  @Argument(
    help: "A name in experiments/ or the path of a Swift file; or two run directories.",
    completion: ExperimentFile.completion)
  var subjects: [String]

  @OptionGroup var options: CompareOptions

  func run() async throws {
    switch subjects.count {
    case 1: try await ExperimentProgram.start(subjects[0], verb: "compare")
    case 2: try AnalysisProgram.start(verb: "compare")
    default:
      throw CommandFailure(.usage, "payoff compare takes one experiment or two runs, not \(subjects.count)")
    }
  }
}

import ArgumentParser
import CommandOptions

/// `payoff seek EXPERIMENT`
struct SeekCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seek",
    abstract: "Seeks the value of an input that meets a target, or the best of several options.",
    discussion: """
        payoff seek CustomerService --target 'P(npv>0)=80%' --within rent=1..20
        payoff seek CustomerService --target 'mean(npv)=0' --within resolved=0.05..0.35
        payoff seek CustomerService --maximise npv --over 'scaling=*' --over headroom=0,0.2,0.43

      A target is found with its interval on the same draws at every value; the best option is chosen with a stated chance \
      that it is the best, replications going to the options that are close.
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String

  @OptionGroup var options: SeekOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "seek")
  }
}

import ArgumentParser
import CommandOptions

/// `payoff describe EXPERIMENT`
struct Describe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows an experiment's inputs with unit, distribution and source, its choices and its measures.")

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentFile.completion)
  var experiment: String

  @OptionGroup var printing: PrintingOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "describe")
  }
}

import ArgumentParser
import CommandOptions

/// `payoff fidelity EXPERIMENT`
struct FidelityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fidelity",
    abstract: "Holds a forecast's fleets against simulations of every request in some of their hours.",
    discussion: """
      A forecast of years can't simulate each request: it asks a capacity curve how many GPUs an hour needs. This takes hours \
      of the first replication, simulates every request of them, and says how far off the curve is: in GPUs, in latency, and \
      in how busy they are; beside it the closed form.

        payoff fidelity CustomerService --set batching=continuous --set slowness=1
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.")
  var experiment: String

  @OptionGroup var options: FidelityOptions

  func run() async throws {
    try await ExperimentProgram.start(experiment, verb: "fidelity")
  }
}

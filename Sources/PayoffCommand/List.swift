import ArgumentParser
import CommandOptions

/// `payoff list`
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the experiments in experiments/ with the question that each answers.")

  func run() throws {
    let experiments = try ExperimentFile.all()
    guard !experiments.isEmpty else {
      throw CommandFailure(.usage, "experiments/ holds no Swift file; begin one with: payoff new MyQuestion")
    }
    for experiment in experiments {
      print(experiment.name)
      if let question = experiment.question { print("    " + question) }
    }
  }
}

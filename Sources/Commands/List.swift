import ArgumentParser
import CompiledExperiments
import Experimentation

/// `payoff list`: the experiments there are.
struct ListCommand: Command {
  static let facts = CommandFacts(
    "list", title: "experiments", "Lists the experiments in experiments/ with their questions.",
    examples: ["payoff list"], firstStep: "the available experiments")

  func runAlone() throws {
    let experiments = try ExperimentCompiler.all()
    guard !experiments.isEmpty else {
      throw CommandError(.usage, "experiments/ has no Swift file; create one with: payoff new MyQuestion")
    }
    for experiment in experiments {
      Terminal.standardOutput.line(experiment.name)
      if let question = experiment.question { Terminal.standardOutput.line("    " + question) }
    }
  }
}

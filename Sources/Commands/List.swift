import ArgumentParser
import CompiledExperiments
import Experimentation
import Results
import SystemPackage

/// `payoff list`: the experiments there are.
struct ListCommand: Command {
  static let facts = CommandFacts(
    "list", title: "experiments", "Lists the experiments in experiments/ with their questions.",
    examples: ["payoff list", "payoff list --json"], firstStep: "the available experiments")

  @OptionGroup var printing: JSONOption

  func runAlone() throws {
    let experiments = try ExperimentCompiler.all()
    guard !experiments.isEmpty else {
      throw CommandError(.usage, "experiments/ has no Swift file; create one with: payoff new MyQuestion")
    }
    printing.show(
      .array(experiments.map(Self.json)),
      experiments.map { experiment in experiment.name + (experiment.question.map { "\n    " + $0 } ?? "") }
        .joined(separator: "\n"))
  }

  private static func json(_ experiment: ExperimentFile) -> JSONValue {
    [
      "name": .string(experiment.name), "question": experiment.question.map { .string($0) } ?? .null,
      "file": .string(experiment.path.string),
    ]
  }
}

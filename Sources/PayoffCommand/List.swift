import ArgumentParser

/// `payoff list`
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the experiments in experiments/ with the question that each answers.")

  func run() throws {
    for experiment in try ExperimentFile.all() {
      print(experiment.name)
      if let question = experiment.question { print("    " + question) }
    }
  }
}

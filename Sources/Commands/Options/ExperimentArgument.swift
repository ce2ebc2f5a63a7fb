import ArgumentParser

/// The experiment that a command is about.
struct ExperimentArgument: ParsableArguments {
  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentCompiler.completion)
  var experiment: String
}

/// A command that is about one experiment, always.
protocol ExperimentCommand: Command {
  var subject: ExperimentArgument { get }
}

extension ExperimentCommand {
  package var experimentName: String? { subject.experiment }
}

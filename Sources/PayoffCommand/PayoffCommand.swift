import CompiledExperiments
import Glibc
import SystemPackage

/// `payoff`: it starts at once, and becomes the program that does what is asked for.
///
/// Where the command line names an experiment that has been compiled, that is the program of the experiment; in every other
/// case it is `payoff-analysis`. Both read the whole command line: this program knows no command and no option.
@main
enum PayoffCommand {
  static func main() {
    StandardStreams.openMissing()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let (argument, experiment) = CompiledExperiment.named(in: arguments) {
      _ = experiment.become(arguments, named: argument)
    }
    let program = BuiltLibrary.analysisProgram
    let error = NextProgram.become(program, arguments)
    let problem =
      error == .noSuchFileOrDirectory ? "is missing; build it with: make build" : "cannot be started: \(error)"
    _ = try? FileDescriptor.standardError.writeAll("Error: \(program): \(problem)\n".utf8)
    exit(70)
  }
}

import CompiledExperiments
import Glibc
import SystemPackage

/// `payoff`: it starts at once, and becomes the program that does what is asked for.
///
/// Where the command line names an experiment that has been compiled, that is the program of the experiment; in every other
/// case it is `payoff-analysis`. Both read the whole command line: this program knows no command, and of the options only
/// ``ClusterCommand``'s.
@main
enum PayoffCommand {
  static func main() {
    StandardStreams.openMissing()
    if let problem = DescriptorLimit.raise() ?? StackLimit.raise() ?? AddressSpaceLimit.problem()
      ?? ThreadLimit.problem()
    {
      fail(problem)
    }
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let command = ClusterCommand(arguments) {
      if let problem = command.problem { fail(problem, status: 64) }
      fail(command.become())
    }
    if let (argument, experiment) = CompiledExperiment.named(in: arguments) {
      _ = experiment.become(arguments, named: argument)
    }
    let program = BuiltLibrary.analysisProgram
    let error = NextProgram.become(program, arguments)
    let problem =
      error == .noSuchFileOrDirectory ? "is missing; build it with: make build" : "cannot be started: \(error)"
    fail("\(program): \(problem)", status: 70)
  }

  private static func fail(_ problem: String, status: Int32 = 69) -> Never {
    _ = try? FileDescriptor.standardError.writeAll("Error: \(problem)\n".utf8)
    exit(status)
  }
}

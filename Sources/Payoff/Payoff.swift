import Commands
@_exported public import Demand
@_exported public import Economics
@_exported public import EventSimulation
@_exported public import Experimentation
import Glibc
@_exported public import Randomness
@_exported public import Serving

extension Experiment {
  /// Runs the experiment as the command line says; see `payoff --help`.
  public static func main() { exit(CommandRunner.run(Self.self, Array(CommandLine.arguments.dropFirst()))) }
}

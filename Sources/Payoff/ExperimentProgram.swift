import Commands
public import Experimentation
import Glibc

extension Experiment {
  /// Runs the experiment as the command line says; see `payoff --help`.
  public static func main() { exit(CommandRunner.run(Self.self, Array(CommandLine.arguments.dropFirst()))) }
}

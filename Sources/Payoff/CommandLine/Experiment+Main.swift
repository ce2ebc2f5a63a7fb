public import Experimentation
import Glibc

extension Experiment {
  /// Runs the experiment as the command line says; see `payoff run --help`.
  public static func main() {
    exit(ExperimentProgram<Self>.run(Array(CommandLine.arguments.dropFirst())))
  }
}

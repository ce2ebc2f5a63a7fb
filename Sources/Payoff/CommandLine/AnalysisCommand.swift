import CommandOptions

/// The commands that need no experiment: they work on files.
public enum AnalysisCommand {
  /// Obeys the arguments, of which the first is the verb, and returns the exit code.
  public static func run(_ arguments: [String]) -> Int32 {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "compare": return Obedience.obey(CompareRunsOptions.self, rest) { try CompareRunsProgram.run($0) }
    case "evidence": return Obedience.obey(EvidencePageOptions.self, rest) { try EvidencePageProgram.run($0) }
    case "sensitivity":
      return Obedience.obey(ForeignSensitivityOptions.self, rest) { try ForeignSensitivityProgram.run($0) }
    default:
      Terminal.standardError.write("Error: payoff-analysis is started by payoff; see payoff --help\n")
      return ExitStatus.usage.rawValue
    }
  }
}

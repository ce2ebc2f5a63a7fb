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
    case "replay": return Obedience.obey(ReplayOptions.self, rest) { try ReplayProgram.run($0) }
    case "size": return Obedience.obey(SizeOptions.self, rest) { try SizeProgram.run($0) }
    case "fit": return Obedience.obey(FitOptions.self, rest) { try FitProgram.run($0) }
    case "deployments": return Obedience.obey(PrintingOptions.self, rest) { DeploymentsProgram.run($0) }
    case "loads": return Obedience.obey(PrintingOptions.self, rest) { LoadsProgram.run($0) }
    default:
      Terminal.standardError.write("Error: payoff-analysis is started by payoff; see payoff --help\n")
      return ExitStatus.usage.rawValue
    }
  }
}

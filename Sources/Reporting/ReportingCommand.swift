import CommandOptions
import Payoff

/// The commands that show what is in directories of results.
package enum ReportingCommand {
  package static let verbs = ["chart", "notebook", "report", "verify"]

  /// Obeys the arguments, of which the first is one of the verbs, and returns the exit code.
  package static func run(_ arguments: [String]) async -> Int32 {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "chart": return await Obedience.obey(ChartOptions.self, rest) { try await ChartProgram.run($0) }
    case "notebook": return await Obedience.obey(NotebookOptions.self, rest) { try await NotebookProgram.run($0) }
    case "report": return await Obedience.obey(ReportOptions.self, rest) { try await ReportProgram.run($0) }
    default: return await Obedience.obey(VerifyOptions.self, rest) { try VerifyProgram.run($0) }
    }
  }
}

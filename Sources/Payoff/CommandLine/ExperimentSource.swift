import FoundationEssentials
import Results
import SystemPackage

/// The Swift file of the experiment that runs, as `payoff run` names it in the environment.
enum ExperimentSource {
  /// The variable that holds the path.
  static let variable = "PAYOFF_EXPERIMENT_SOURCE"

  /// The text of the file; `nil` for a program that was started by hand.
  static func text() throws -> String? {
    guard let path = ProcessInfo.processInfo.environment[variable] else { return nil }
    return try? String(contentsOfFile: path, encoding: .utf8)
  }
}

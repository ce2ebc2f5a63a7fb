import ArgumentParser
import CommandOptions
import Glibc
import SystemPackage

/// The program for what needs no experiment: it lies beside this one, which stays small, and starts at once.
enum AnalysisProgram {
  /// Goes on as that program with what follows the verb.
  static func start(verb: String) throws -> Never {
    let program = Library.folder.appending("payoff-analysis")
    guard access(program.string, X_OK) == 0 else {
      throw CommandFailure(.software, "\(program): is missing; build it with: make build")
    }
    let arguments = CommandLine.arguments.drop { $0 != verb }.dropFirst()
    try ProgramFile.execute(program, ["payoff", verb] + arguments)
  }
}

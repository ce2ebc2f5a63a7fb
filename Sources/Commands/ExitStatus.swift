import ArgumentParser
import CompiledExperiments
import Demand
import Experimentation
import Randomness
import Results
import Serving

/// The exit codes of every command, after sysexits.
package enum ExitStatus: Int32 {
  /// The command line is wrong.
  case usage = 64
  /// Data, or an experiment, is wrong.
  case data = 65
  /// A program that is needed is not there.
  case unavailable = 69
  /// Something in Payoff is wrong.
  case software = 70
  /// A file cannot be written.
  case output = 74
  /// Stopped by the user.
  case interrupted = 130

  /// The code for an error that ended a command.
  init(for error: any Error) {
    switch error {
    case let error as CommandError: self = error.status
    // What has a place stands in a file.
    case let error as InvalidValue where error.location != nil: self = .data
    case is InvalidValue, is ValidationError, is SwiftCompiler.Missing: self = .usage
    case is InvalidValues, is ReplicationError, is SensitivityError, is DataFileError, is MissingValues,
      is TargetNotBracketed, is IndexedRows.Mismatch, is CalibrationError, is FleetSizingError, is RowPiece.Damaged:
      self = .data
    case is OutputError: self = .output
    case is Interrupted: self = .interrupted
    default: self = .software
    }
  }
}

/// What ends a command: the message, and the exit code. It is printed once, where the command ends.
struct CommandError: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}

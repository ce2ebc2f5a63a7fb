import CommandOptions
import Demand
import Experimentation
import Randomness
import Results
import Serving

extension ExitStatus {
  /// The code for an error that ended a run.
  init(for error: any Error) {
    switch error {
    case is InvalidValue: self = .usage
    case is CalibrationError, is FleetSizingError: self = .data
    case is InvalidValues, is ReplicationError, is SensitivityError, is DataFileError, is MissingValues,
      is TargetNotBracketed,
      is IndexedRows.Mismatch:
      self = .data
    case let error as any ErrorWithStatus: self = error.exitStatus
    case is OutputError: self = .output
    case is Interrupted: self = .interrupted
    default: self = .software
    }
  }
}

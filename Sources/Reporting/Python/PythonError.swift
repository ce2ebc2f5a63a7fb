import CommandOptions
import Payoff

/// Python, or a package of it, that cannot be had or fails.
struct PythonError: ErrorWithStatus, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  var exitStatus: ExitStatus { .unavailable }
}

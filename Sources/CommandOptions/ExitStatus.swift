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
}

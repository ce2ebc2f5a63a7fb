import ArgumentParser
import CommandOptions
import SystemPackage

/// The error that ends the command with a message and an exit code.
func CommandFailure(_ status: ExitStatus, _ message: String) -> ExitCode {
  _ = try? FileDescriptor.standardError.writeAll("Error: \(message)\n".utf8)
  return ExitCode(status.rawValue)
}

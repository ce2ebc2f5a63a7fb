package import CommandOptions

/// An error that says which exit code it ends the program with.
package protocol ErrorWithStatus: Error {
  var exitStatus: ExitStatus { get }
}

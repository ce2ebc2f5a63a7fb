import ArgumentParser
import CommandOptions
import Glibc
import SystemPackage

/// A program that this one goes on as.
enum ProgramFile {
  /// Becomes the program: exit status, signals and pipes are its own from then on.
  static func execute(_ program: FilePath, _ arguments: [String]) throws -> Never {
    // A program inherits the mask of the thread that becomes it, and this one, of a pool, has all signals blocked:
    // Ctrl-C would not be heard.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    var pointers = arguments.map { strdup($0) } + [nil]
    execv(program.string, &pointers)
    throw CommandFailure(.software, "\(program): cannot be started: \(Errno(rawValue: errno))")
  }
}

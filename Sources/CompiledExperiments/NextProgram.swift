import Glibc
package import SystemPackage

/// The variables by which one program of Payoff tells the next what it has found.
package enum ProgramVariable: String {
  /// The folder of the built library; a user may set it too.
  case library = "PAYOFF_LIBRARY"
  /// The experiment, as the command line names it, whose program this is.
  case experiment = "PAYOFF_EXPERIMENT"
  /// The file with the text that was compiled.
  case source = "PAYOFF_EXPERIMENT_SOURCE"
  /// The figures of the case that experiments name; a user may set it.
  case facts = "PAYOFF_FACTS"
  /// The plan whose frozen program this is.
  case plan = "PAYOFF_PLAN"
  /// The folder of what took time to make; a user may set it.
  case cache = "PAYOFF_CACHE"
  /// The folder of the virtual environment for Python; a user may set it.
  case pythonEnvironment = "PAYOFF_VENV"

  /// `nil` where it is not set or empty.
  package var value: String? { Self.variable(rawValue) }

  package static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  package func set(_ value: String) { setenv(rawValue, value, 1) }
}

/// A program that this one goes on as.
package enum NextProgram {
  /// Becomes the program: exit status, signals and pipes are its own from then on. Returns only where it cannot.
  package static func become(_ program: FilePath, _ arguments: [String]) -> Errno {
    // A program inherits the mask of the thread that becomes it, and one of a pool has all signals blocked: Ctrl-C would not
    // be heard.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    var pointers = (["payoff"] + arguments).map { strdup($0) } + [nil]
    execv(program.string, &pointers)
    return Errno(rawValue: errno)
  }
}

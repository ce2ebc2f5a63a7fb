import Glibc
import SystemPackage

/// A command line with `--on ADDRESS`: its shards are computed on a Dask cluster, by the package for Python.
///
/// The package plans the command, sends the shards and merges them with the same programs as everybody does.
package struct ClusterCommand {
  /// The option that names the scheduler.
  package static let option = "--on"
  /// The variable that names another Python with the packages.
  private static let python = "PAYOFF_PYTHON"

  private let arguments: [String]

  /// `nil` for a command line without the option.
  package init?(_ arguments: [String]) {
    guard arguments.contains(where: { $0 == Self.option || $0.hasPrefix(Self.option + "=") }) else { return nil }
    self.arguments = arguments
  }

  /// What is wrong with the address, before anything is installed or started for it; `nil` where nothing is.
  package var problem: String? {
    for (place, argument) in arguments.enumerated() {
      let address: String
      if argument == Self.option {
        address = place + 1 < arguments.count ? arguments[place + 1] : ""
      } else if argument.hasPrefix(Self.option + "=") {
        address = String(argument.dropFirst(Self.option.count + 1))
      } else {
        continue
      }
      if let problem = ClusterAddress.problem(with: address) {
        return "\(Self.option) \(Self.shown(address)): \(problem)"
      }
    }
    return nil
  }

  /// An address in quotes, with what a terminal would obey as escapes.
  private static func shown(_ address: String) -> String {
    let scalars = address.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\n": "\\n"
      case "\t": "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: String(scalar)
      }
    }
    return "\"\(scalars.joined())\""
  }

  /// Goes on as Python. Returns only where it cannot, with the problem.
  package func become() -> String {
    let project = BuiltLibrary.project
    let package = project.appending("python/src")
    guard access(package.appending("payoff").string, R_OK) == 0 else {
      return "\(Self.option) needs the package for Python, which is not in \(package); run it where it is, with "
        + "python -m payoff \(Self.option) ADDRESS …"
    }
    let interpreter: FilePath
    if let named = ProgramVariable.variable(Self.python) {
      interpreter = FilePath(named)
    } else {
      // It does nothing, and takes no time, where all is there; its messages say what is wrong otherwise.
      let setUp = project.appending("scripts/setup-python")
      ProgramVariable.pythonEnvironment.set(BuiltLibrary.pythonEnvironment.string)
      guard run(setUp, ["cluster"]) == 0 else {
        return
          "the Python packages for a cluster cannot be had; with a network, \(setUp) cluster installs them; without, "
          + "name a Python that has pandas and distributed in \(Self.python)"
      }
      interpreter = BuiltLibrary.pythonEnvironment.appending("bin/python")
    }
    let known = ProgramVariable.variable("PYTHONPATH").map { ":\($0)" } ?? ""
    setenv("PYTHONPATH", package.string + known, 1)
    setenv("PAYOFF", BuiltLibrary.folder.appending("payoff").string, 1)
    // Python finds its packages by the name that it is started with.
    var pointers = ([interpreter.string, "-m", "payoff"] + arguments).map { strdup($0) } + [nil]
    execv(interpreter.string, &pointers)
    return "\(interpreter): cannot be started: \(Errno(rawValue: errno))"
  }

  /// Runs a program to its end with standard output closed to it; its exit code.
  private func run(_ program: FilePath, _ arguments: [String]) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    var pointers = ([program.string] + arguments).map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var process = pid_t()
    guard posix_spawn(&process, program.string, &actions, nil, &pointers, environ) == 0 else { return -1 }
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 { guard errno == EINTR else { return -1 } }
    // Ended by itself, and not by a signal.
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
  }
}

import ArgumentParser
import CommandOptions

/// Turns arguments into options, options into work, and errors into messages and exit codes.
enum Obedience {
  /// Reads the options and does what they ask for; the exit code.
  static func obey<Options: ParsableArguments>(
    _ type: Options.Type, _ arguments: [String], _ body: (Options) throws -> Void
  ) -> Int32 {
    let options: Options
    do {
      options = try Options.parse(arguments)
    } catch {
      let message = Options.fullMessage(for: error)
      let code = Options.exitCode(for: error)
      if code.isSuccess { print(message) } else { Terminal.standardError.write(message + "\n") }
      return code.rawValue
    }
    return guarding { try body(options) }
  }

  /// Does the work; the exit code.
  static func guarding(_ body: () throws -> Void) -> Int32 {
    do {
      try body()
      return 0
    } catch {
      let status = ExitStatus(for: error)
      Terminal.standardError.write(
        status == .interrupted ? "\(error); nothing was written\n" : "Error: \(error)\n")
      return status.rawValue
    }
  }
}

package import ArgumentParser
import CommandOptions

/// Turns arguments into options, options into work, and errors into messages and exit codes.
package enum Obedience {
  /// Reads the options and does what they ask for; the exit code.
  static func obey<Options: ParsableArguments>(
    _ type: Options.Type, _ arguments: [String], _ body: (Options) throws -> Void
  ) -> Int32 {
    switch read(type, arguments) {
    case .success(let options): guarding { try body(options) }
    case .failure(let refusal): refusal.code
    }
  }

  /// Reads the options and does what they ask for; the exit code.
  package static func obey<Options: ParsableArguments>(
    _ type: Options.Type, _ arguments: [String], _ body: (Options) async throws -> Void
  ) async -> Int32 {
    switch read(type, arguments) {
    case .success(let options):
      do {
        try await body(options)
        return 0
      } catch {
        return report(error)
      }
    case .failure(let refusal): return refusal.code
    }
  }

  /// Does the work; the exit code.
  static func guarding(_ body: () throws -> Void) -> Int32 {
    do {
      try body()
      return 0
    } catch {
      return report(error)
    }
  }

  /// Arguments that were refused, or that asked for help; it has been said.
  private struct Refusal: Error {
    let code: Int32
  }

  private static func read<Options: ParsableArguments>(
    _ type: Options.Type, _ arguments: [String]
  ) -> Result<Options, Refusal> {
    do {
      return .success(try Options.parse(arguments))
    } catch {
      let message = Options.fullMessage(for: error)
      let code = Options.exitCode(for: error)
      if code.isSuccess { print(message) } else { Terminal.standardError.write(message + "\n") }
      return .failure(Refusal(code: code.rawValue))
    }
  }

  /// Says what went wrong; the exit code.
  private static func report(_ error: any Error) -> Int32 {
    let status = ExitStatus(for: error)
    Terminal.standardError.write(
      status == .interrupted ? "\(error); nothing was written\n" : "Error: \(error)\n")
    return status.rawValue
  }
}

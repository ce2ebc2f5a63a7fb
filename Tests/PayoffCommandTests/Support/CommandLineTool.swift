import Foundation
import Glibc

/// The `payoff` that was built: in release where that is there, or else in debug.
enum CommandLineTool {
  static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let executable: URL = {
    let builds = ["release", "debug"].map { project.appendingPathComponent(".build/\($0)/payoff") }
    return builds.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? builds[1]
  }()

  /// Compiled experiments, shared by the tests that do not ask for a cache of their own: a folder for this process, or the one
  /// that `PAYOFF_CACHE` names, which stays.
  private static let cache: URL = {
    if let given = ProcessInfo.processInfo.environment["PAYOFF_CACHE"] { return URL(fileURLWithPath: given) }
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("payoff-cache-\(getpid())")
    own = folder
    atexit { if let folder = CommandLineTool.own { try? FileManager.default.removeItem(at: folder) } }
    return folder
  }()

  /// The cache of this process, which goes with it.
  nonisolated(unsafe) private static var own: URL?

  /// What a process left when it ended.
  struct Outcome: Sendable {
    /// The exit code, or 128 and the number of the signal that ended it, as a shell says it.
    let status: Int32
    let output: String
    let error: String
  }

  /// A process that has been started.
  final class Running: Sendable {
    private let process: ChildProcess
    private let output: URL
    private let error: URL

    fileprivate init(_ process: ChildProcess, output: URL, error: URL) {
      self.process = process
      self.output = output
      self.error = error
    }

    var identifier: Int32 { process.identifier }

    deinit {
      for log in [output, error] { try? FileManager.default.removeItem(at: log) }
    }

    func send(_ signal: Int32) { kill(identifier, signal) }

    var hasEnded: Bool { process.exitStatus != nil }

    /// What it has printed so far.
    var outputSoFar: String { String(decoding: (try? Data(contentsOf: output)) ?? Data(), as: UTF8.self) }

    func outcome(within seconds: Double = 600) async throws -> Outcome {
      do {
        try await eventually(within: seconds) { self.hasEnded }
      } catch {
        send(SIGKILL)
        throw error
      }
      return Outcome(
        status: process.exitStatus ?? -1,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
    }
  }

  /// Starts `payoff` in a workplace.
  /// - Parameters:
  ///   - environment: variables to set; `nil` takes one away.
  ///   - shell: a command of bash that starts it, with `"$0" "$@"` for `payoff` and its arguments.
  static func start(
    _ arguments: [String], in workplace: Workplace, folder: String = ".", environment: [String: String?] = [:],
    shell: String? = nil
  ) throws -> Running {
    var variables = ProcessInfo.processInfo.environment
    for name in ["PAYOFF_EXPERIMENT_SOURCE", "PAYOFF_LIBRARY", "SWIFT_BACKTRACE", "SWIFT_EXEC"] {
      variables[name] = nil
    }
    variables["PAYOFF_CACHE"] = cache.path
    for (name, value) in environment { variables[name] = value }
    // Files, not pipes: nobody has to read them while it runs.
    let logs = URL(fileURLWithPath: NSTemporaryDirectory())
    let (output, error) = (
      logs.appendingPathComponent("payoff-\(UUID().uuidString).out"),
      logs.appendingPathComponent("payoff-\(UUID().uuidString).err")
    )
    for log in [output, error] { try Data().write(to: log) }
    let words = shell.map { ["-c", $0, executable.path] + arguments } ?? arguments
    return Running(
      try ChildProcess(
        shell == nil ? executable : URL(fileURLWithPath: "/bin/bash"), words, environment: variables,
        folder: workplace.file(folder), output: output, error: error),
      output: output, error: error)
  }

  private static let turnstile = Turnstile(places: 2)

  /// Runs `payoff` in a workplace until it ends.
  static func run(
    _ arguments: [String], in workplace: Workplace, folder: String = ".", environment: [String: String?] = [:],
    shell: String? = nil
  ) async throws -> Outcome {
    await turnstile.enter()
    do {
      let outcome = try await start(
        arguments, in: workplace, folder: folder, environment: environment, shell: shell
      ).outcome()
      await turnstile.leave()
      return outcome
    } catch {
      await turnstile.leave()
      throw error
    }
  }

  /// Runs another program and returns what it printed.
  static func output(of program: String, _ arguments: [String]) async throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

/// What was waited for did not come.
struct DeadlinePassed: Error {}

/// Waits until a condition holds, looking every few milliseconds.
func eventually(within seconds: Double = 600, _ condition: @Sendable () -> Bool) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + .seconds(seconds)
  while !condition() {
    guard clock.now < deadline else { throw DeadlinePassed() }
    try await clock.sleep(for: .milliseconds(5))
  }
}

import ArgumentParser
import CompiledExperiments
package import Experimentation
import Glibc
import Randomness
import Results
import Serving
import SystemPackage

/// Turns a command line into a command, does what it asks for, and turns errors into messages and exit codes.
package enum CommandRunner {
  /// What `payoff-analysis` does: the commands that need no experiment; of the others it compiles the experiment where that
  /// has not been done, and goes on as its program.
  /// - Parameter commit: what it was built from, where that is known.
  package static func run(_ arguments: [String], commit: String?) async -> Int32 {
    StandardStreams.openMissing()
    signal(SIGPIPE, SIG_IGN)
    return checkingOutput(await outcome(arguments, commit: commit))
  }

  private static func outcome(_ arguments: [String], commit: String?) async -> Int32 {
    if arguments == ["--version"] {
      Terminal.standardOutput.line(BuildInformation(commit: commit).text)
      return 0
    }
    switch read(arguments) {
    case .answered(let code): return code
    case .command(let command):
      return await reportingErrors {
        try command.check()
        guard let experiment = command.experimentName else {
          note(arguments, of: command)
          return try await command.runAlone()
        }
        try await ExperimentCompiler.become(experiment, arguments)
      }
    }
  }

  /// What the program of an experiment does: the commands that are about it. Every other goes on as `payoff-analysis`.
  package static func run<E: Experiment>(_ experiment: E.Type, _ arguments: [String]) -> Int32 {
    StandardStreams.openMissing()
    return checkingOutput(outcome(experiment, arguments))
  }

  private static func outcome<E: Experiment>(_ experiment: E.Type, _ arguments: [String]) -> Int32 {
    let own = ProgramVariable.experiment.value
    let arguments = own == nil ? startedByHand(arguments, name: "\(E.self)") : arguments
    switch read(arguments) {
    case .answered(let code): return code
    case .command(let command):
      guard let name = command.experimentName, name == own ?? "\(E.self)" else {
        return report(ExperimentCompiler.becomeAnalysis(arguments))
      }
      if FileSystem.isOwn(CompiledExperiment.cache) { CapacityCache.folder = CompiledExperiment.cache.string }
      CapacityCache.shippedFolder = BuiltLibrary.shippedPrograms?.string
      SignalHandling.begin()
      do {
        try command.check()
        note(arguments, of: command)
        try command.run(E.self)
        PieceStore.discard()
        return 0
      } catch {
        // What is asked for again after a stop, or with more room on the disk, is gone on with.
        if (error as? OutputError)?.isTaken == true {
          PieceStore.discardOwnRows()
        } else if ![.interrupted, .output].contains(ExitStatus(for: error)) {
          PieceStore.discardRows()
        }
        return report(error)
      }
    }
  }

  /// The command line of a program that somebody started without `payoff`: the experiment is its own, and the command `run`
  /// unless it is said.
  private static func startedByHand(_ arguments: [String], name: String) -> [String] {
    guard let first = arguments.first, !first.hasPrefix("-") else { return [RunCommand.name, name] + arguments }
    return [first, name] + arguments.dropFirst()
  }

  private enum Reading {
    case command(any Command)
    /// The command line is wrong, or asked for help; it has been said.
    case answered(Int32)
  }

  private static func read(_ arguments: [String]) -> Reading {
    do {
      try requireCommand(arguments.first)
      return try parse(arguments).map { .command($0) } ?? .answered(0)
    } catch let error as CommandError {
      return .answered(report(error))
    } catch {
      // Help is help, wherever it is asked for: after an option that still lacks its value, too.
      if !Set(arguments).isDisjoint(with: ["--help", "-h"]), let name = arguments.first,
        let command = CommandTable.command(named: name)
      {
        Terminal.standardOutput.line(PayoffCommand.helpMessage(for: command))
        return .answered(0)
      }
      let message = PayoffCommand.fullMessage(for: error)
      let code = PayoffCommand.exitCode(for: error)
      if code.isSuccess { Terminal.standardOutput.line(message) } else { Terminal.standardError.write(message + "\n") }
      return .answered(code.rawValue)
    }
  }

  /// The command of a command line; `nil` where it asked for help, which has been given.
  private static func parse(_ arguments: [String]) throws -> (any Command)? {
    let parsed: any ParsableCommand = try PayoffCommand.parseAsRoot(arguments)
    if let command = parsed as? any Command { return command }
    var other = parsed
    try other.run()
    return nil
  }

  /// Says which value counts of options that have several. The program of an experiment does so for its own commands.
  private static func note(_ arguments: [String], of command: any Command) {
    for note in RepeatedOptions.notes(arguments, of: type(of: command)) {
      Terminal.standardError.write("Note: \(note.showingControls(inLines: true))\n")
    }
  }

  private static func requireCommand(_ name: String?) throws(CommandError) {
    let names = CommandTable.commands.map { $0.facts.name } + ["help"]
    guard let name, !name.hasPrefix("-"), !names.contains(name) else { return }
    let remedy =
      NearestName.question(for: name, among: names) { "payoff \($0)" } ?? "there are \(names.joined(separator: ", "))"
    throw CommandError(.usage, "there is no command \"\(name)\"; \(remedy)")
  }

  private static func reportingErrors(_ body: () async throws -> Void) async -> Int32 {
    do {
      try await body()
      return 0
    } catch {
      return report(error)
    }
  }

  /// The exit code, unless all went well and results that were to be printed are lost.
  private static func checkingOutput(_ code: Int32) -> Int32 {
    guard let lost = Terminal.lostOutput, code == 0 else { return code }
    // A closed one looks like a full one: see ``StandardStreams``.
    let problem = lost == .noSpace ? "no space is left, or it is closed" : "\(lost)"
    return report(CommandError(.output, "standard output cannot be written: \(problem)"))
  }

  /// Says what went wrong; the exit code. What a message quotes may be of somebody else's file.
  private static func report(_ error: any Error) -> Int32 {
    let status = ExitStatus(for: error)
    let error = "\(error)".showingControls(inLines: true)
    Terminal.standardError.write(
      status == .interrupted
        ? "\(error)\(PieceStore.holdsRows ? PieceStore.remedy : "; nothing was written")\n" : "Error: \(error)\n")
    return status.rawValue
  }
}

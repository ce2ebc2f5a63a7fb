import ArgumentParser
import CommandOptions
import FoundationEssentials
import Glibc
import Randomness
import Subprocess
import SystemPackage

/// Turns an experiment's file into a program, once for each content, and becomes it.
enum ExperimentProgram {
  /// Compiles the experiment where that has not been done, and goes on as its program with the rest of the arguments.
  static func start(_ experiment: String, verb: String) async throws -> Never {
    let file = try ExperimentFile.find(experiment)
    let program = try await program(for: file)
    // The text that was compiled, whatever becomes of the file meanwhile.
    setenv("PAYOFF_EXPERIMENT_SOURCE", source(beside: program).string, 1)
    // What follows the verb, without the experiment's name.
    var arguments = CommandLine.arguments.drop { $0 != verb }.dropFirst()
    if let index = arguments.firstIndex(of: experiment) { arguments.remove(at: index) }
    try ProgramFile.execute(program, [file.name, verb] + arguments)
  }

  private static func program(for file: ExperimentFile) async throws -> FilePath {
    guard let source = FileManager.default.contents(atPath: file.path.string) else {
      throw CommandFailure(.data, "\(file.path): cannot be read: \(Errno(rawValue: errno))")
    }
    guard FileManager.default.fileExists(atPath: Library.sharedObject.string) else {
      throw CommandFailure(.software, "\(Library.sharedObject): is missing; build it with: make build")
    }
    let key = Streams.key(of: "\(Library.identity)\n" + String(decoding: source, as: UTF8.self))
    let folder = FilePath(CacheFolder.path).appending(String(key, radix: 16))
    let program = folder.appending(file.name)
    // A hash may collide; the source beside the program may not.
    let isCompiled =
      FileManager.default.contents(atPath: self.source(beside: program).string) == source
      && access(program.string, X_OK) == 0
    let compiler: SwiftCompiler
    do {
      compiler = try SwiftCompiler.find()
    } catch {
      // Who has no compiler any more can still run what has been compiled.
      if isCompiled { return program }
      throw error
    }
    let compiledWith = FileManager.default.contents(atPath: self.compiler(beside: program).string)
    if isCompiled, compiledWith == Data(compiler.identity.utf8) { return program }
    try requireMain(in: source, of: file)
    try await compile(file, source, with: compiler, to: program)
    return program
  }

  private static func source(beside program: FilePath) -> FilePath {
    program.removingLastComponent().appending("source.swift")
  }

  private static func compiler(beside program: FilePath) -> FilePath {
    program.removingLastComponent().appending("compiler")
  }

  /// Refuses a file without `@main`: it would compile, and only the linker would complain, of a missing `main`.
  private static func requireMain(in source: Data, of file: ExperimentFile) throws {
    let lines = String(decoding: source, as: UTF8.self).split(whereSeparator: \.isNewline)
    let code = lines.map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
    if code.isEmpty {
      throw CommandFailure(.data, "\(file.path): is empty; a commented experiment to start from: payoff new MyQuestion")
    }
    if !code.contains(where: { $0.contains("@main") }) {
      throw CommandFailure(
        .data, "\(file.path): has no @main; write @main on the line before the struct that is the Experiment")
    }
  }

  private static func compile(
    _ file: ExperimentFile, _ source: Data, with compiler: SwiftCompiler, to program: FilePath
  ) async throws {
    let folder = program.removingLastComponent()
    let unfinished = FilePath(program.string + ".\(getpid())")
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: unfinished.string) }
      // It takes as long as a few breaths, once for each change of the file.
      let isTerminal = isatty(STDERR_FILENO) == 1
      if isTerminal { say("Compiling \(file.name) …") }
      defer { if isTerminal { say("") } }
      guard try await compiler.compile(file.path, to: unfinished) else {
        // Empty, unless the program of an older compiler is in it.
        rmdir(folder.string)
        throw CommandFailure(.data, "\(file.path): does not compile")
      }
      guard FileManager.default.contents(atPath: file.path.string) == source else {
        throw CommandFailure(.data, "\(file.path): was changed while it was compiled; run it again")
      }
      // Two runs may compile at once: whoever is last puts the same program in place.
      guard rename(unfinished.string, program.string) == 0 else { throw Errno(rawValue: errno) }
      try Data(compiler.identity.utf8).write(
        to: URL(fileURLWithPath: self.compiler(beside: program).string), options: .atomic)
      try source.write(to: URL(fileURLWithPath: self.source(beside: program).string), options: .atomic)
    } catch let error as Errno {
      throw notKept(folder, "\(error)")
    } catch let error as CocoaError {
      throw notKept(folder, error.underlying.map { "\($0)" } ?? "\(error.code)")
    }
  }

  /// Replaces the line on the terminal.
  private static func say(_ text: String) { _ = try? FileDescriptor.standardError.writeAll("\r\u{1B}[K\(text)".utf8) }

  private static func notKept(_ folder: FilePath, _ reason: String) -> ExitCode {
    CommandFailure(
      .output, "\(folder): the compiled experiment cannot be kept here: \(reason); name another folder in PAYOFF_CACHE")
  }
}

import Foundation
import Glibc
import Payoff
import Subprocess
import SystemPackage

/// Turns an experiment's file into a program, once for each content, and becomes it.
enum ExperimentProgram {
  /// Compiles the experiment where that has not been done, and goes on as its program with the rest of the arguments.
  static func start(_ experiment: String, verb: String) async throws -> Never {
    let file = try ExperimentFile.find(experiment)
    let program = try await program(for: file)
    setenv("PAYOFF_EXPERIMENT_SOURCE", file.path.string, 1)
    // What follows the verb, without the experiment's name.
    var arguments = CommandLine.arguments.drop { $0 != verb }.dropFirst()
    if let index = arguments.firstIndex(of: experiment) { arguments.remove(at: index) }
    try execute(program, [file.name, verb] + arguments)
  }

  private static func execute(_ program: FilePath, _ arguments: [String]) throws -> Never {
    var pointers = arguments.map { strdup($0) } + [nil]
    execv(program.string, &pointers)
    throw CommandFailure(.software, "\(program): cannot be started: \(Errno(rawValue: errno))")
  }

  private static func program(for file: ExperimentFile) async throws -> FilePath {
    guard let source = FileManager.default.contents(atPath: file.path.string) else {
      throw CommandFailure(.data, "\(file.path): cannot be read")
    }
    guard FileManager.default.fileExists(atPath: Library.sharedObject.string) else {
      throw CommandFailure(.software, "\(Library.sharedObject): is missing; build it with: make build")
    }
    let compiler = try SwiftCompiler.find()
    let key = Streams.key(of: "\(Library.identity)\n\(compiler.identity)\n" + String(decoding: source, as: UTF8.self))
    let folder = cache.appending(String(key, radix: 16))
    let program = folder.appending(file.name)
    // A hash may collide; the source beside the program may not.
    if FileManager.default.contents(atPath: folder.appending("source.swift").string) == source,
      access(program.string, X_OK) == 0
    {
      return program
    }
    try await compile(file, source, with: compiler, to: program)
    return program
  }

  private static var cache: FilePath {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["PAYOFF_CACHE"] { return FilePath(folder) }
    if let folder = environment["XDG_CACHE_HOME"] { return FilePath(folder).appending("payoff") }
    return FilePath(environment["HOME"] ?? "/tmp").appending(".cache").appending("payoff")
  }

  private static func compile(
    _ file: ExperimentFile, _ source: Data, with compiler: SwiftCompiler, to program: FilePath
  ) async throws {
    let folder = program.removingLastComponent()
    let unfinished = FilePath(program.string + ".\(getpid())")
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: unfinished.string) }
      guard try await compiler.compile(file.path, module: file.name, to: unfinished) else {
        throw CommandFailure(.data, "\(file.path): does not compile")
      }
      // Two runs may compile at once: whoever is last puts the same program in place.
      guard rename(unfinished.string, program.string) == 0 else { throw Errno(rawValue: errno) }
      try source.write(to: URL(fileURLWithPath: folder.appending("source.swift").string), options: .atomic)
    } catch let error as Errno {
      throw CommandFailure(.output, "\(folder): the compiled experiment cannot be kept: \(error)")
    } catch let error as CocoaError {
      throw CommandFailure(.output, "\(folder): the compiled experiment cannot be kept: \(error.localizedDescription)")
    }
  }
}

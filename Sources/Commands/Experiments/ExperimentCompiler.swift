import ArgumentParser
import CompiledExperiments
import FoundationEssentials
import Glibc
import Randomness
import Results
import Subprocess
import SystemPackage

/// Turns an experiment's file into a program, once for each content, and becomes it.
enum ExperimentCompiler {
  /// What a shell offers for an experiment: the names there are; a path completes as everywhere.
  static let completion = CompletionKind.custom { _, _, _ in
    ExperimentFile.folder.map { ExperimentFile.files(in: $0).map(\.name) } ?? []
  }

  /// Compiles the experiment where that has not been done, and goes on as its program with the same command line.
  static func become(_ experiment: String, _ arguments: [String]) async throws -> Never {
    let compiled = try await compiled(try file(of: experiment))
    let error = compiled.become(arguments, named: experiment)
    throw CommandError(.software, "\(compiled.program): cannot be started: \(error)")
  }

  /// Goes on as the program for what needs no experiment, or another; the error where that cannot be.
  static func becomeAnalysis(_ arguments: [String]) -> any Error {
    let program = BuiltLibrary.analysisProgram
    guard FileSystem.isExecutable(program) else {
      return CommandError(.software, "\(program): is missing; build it with: make build")
    }
    return CommandError(.software, "\(program): cannot be started: \(NextProgram.become(program, arguments))")
  }

  // MARK: Finding

  /// The experiments in `experiments/`, by name.
  static func all() throws(CommandError) -> [ExperimentFile] {
    guard let folder = ExperimentFile.folder else {
      throw CommandError(
        .usage,
        "there is no folder experiments/ here or above; give the path of a Swift file, or create one with payoff new"
      )
    }
    return ExperimentFile.files(in: folder)
  }

  /// The experiment of that name in `experiments/`, or in the file at that path.
  static func file(of experiment: String) throws(CommandError) -> ExperimentFile {
    if ExperimentFile.isPath(experiment) { return try file(at: experiment) }
    let known = try all()
    if let found = known.first(where: { $0.name == experiment }) { return found }
    let names = known.map(\.name)
    let remedy =
      FileSystem.isFolder(FilePath(experiment + ".swift")) == false
      ? "did you mean the file \(experiment).swift?"
      : NearestName.question(for: experiment, among: names)
        ?? "there are \(names.joined(separator: ", ")); a file elsewhere is given by its path"
    throw CommandError(.usage, "there is no experiment \"\(experiment)\"; \(remedy)")
  }

  private static func file(at text: String) throws(CommandError) -> ExperimentFile {
    let path = FilePath(text)
    switch FileSystem.isFolder(path) {
    case nil:
      let folder = path.removingLastComponent()
      let neighbours = ExperimentFile.files(in: folder).compactMap { $0.path.lastComponent?.string }
      let question = NearestName.question(for: path.lastComponent?.string ?? "", among: neighbours) {
        folder.appending($0).string
      }
      throw CommandError(
        .usage, "\(text): there is no such file; \(question ?? "create one with: payoff new MyQuestion")")
    case true?:
      let inside = ExperimentFile.files(in: path).first.map { ", for example \($0.path)" } ?? ""
      throw CommandError(.usage, "\(text): is a folder; give a Swift file\(inside)")
    case false?:
      guard text.hasSuffix(".swift") else {
        throw CommandError(.usage, "\(text): is not a Swift file; its name must end in .swift")
      }
      return ExperimentFile(path: path)
    }
  }

  // MARK: Compiling

  private static func compiled(_ file: ExperimentFile) async throws -> CompiledExperiment {
    let experiment: CompiledExperiment
    do {
      experiment = try CompiledExperiment(file)
    } catch {
      throw CommandError(.data, "\(file.path): cannot be read: \(error)")
    }
    guard FileSystem.isFolder(BuiltLibrary.sharedObject) == false else {
      throw CommandError(.software, "\(BuiltLibrary.sharedObject): is missing; build it with: make build")
    }
    guard experiment.isOwn else {
      throw CommandError(
        .output,
        "\(CompiledExperiment.cache): belongs to another user, or others may write to it, so no program in it is run; "
          + "set another folder in PAYOFF_CACHE")
    }
    // A compiled experiment runs without a compiler.
    if experiment.isThere, experiment.isCurrent { return experiment }
    let compiler = try SwiftCompiler.find()
    try requireMain(in: experiment)
    try await compile(experiment, with: compiler)
    return experiment
  }

  /// Rejects a file without `@main`: it would compile, and only the linker would complain, of a missing `main`.
  private static func requireMain(in experiment: CompiledExperiment) throws(CommandError) {
    let lines = String(decoding: experiment.source, as: UTF8.self).split(whereSeparator: \.isNewline)
    let code = lines.map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
    let path = experiment.file.path
    if code.isEmpty {
      throw CommandError(.data, "\(path): is empty; create a commented experiment with: payoff new MyQuestion")
    }
    if !code.contains(where: { $0.contains("@main") }) {
      throw CommandError(
        .data, "\(path): has no @main; write @main on the line before the struct that conforms to Experiment")
    }
  }

  private static func compile(_ experiment: CompiledExperiment, with compiler: SwiftCompiler) async throws {
    let (file, folder, program) = (experiment.file, experiment.folder, experiment.program)
    let ending = String(UInt64.random(in: .min ... .max), radix: 36)
    let unfinished = FilePath("\(program)\(partial)\(ending)")
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
      defer { unlink(unfinished.string) }
      removeLeftovers(in: folder)
      let result = try await StageLine.during("Compiling \(file.name)") {
        try await Subprocess.run(
          .path(compiler.path), arguments: Arguments(SwiftCompiler.arguments(file.path, to: unfinished)),
          output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
          error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
      }
      guard result.terminationStatus.isSuccess else {
        // Empty, unless the program of an older compiler is in it.
        rmdir(folder.string)
        if hasNoSpace(CompiledExperiment.cache) { throw notKept(folder, "no space is left on the disk") }
        throw CommandError(.data, "\(file.path): does not compile")
      }
      guard (try? FileSystem.contents(of: file.path)) == experiment.source else {
        throw CommandError(.data, "\(file.path): was changed during compilation; run it again")
      }
      synchronise(unfinished)
      // Two runs may compile at once: whoever is last puts the same program in place.
      guard rename(unfinished.string, program.string) == 0 else { throw Errno(rawValue: errno) }
      for (path, bytes) in experiment.marks(of: compiler) { try WrittenFile.write(bytes, to: path) }
    } catch let error as Errno {
      throw notKept(folder, "\(error)")
    } catch let error as OutputError {
      throw notKept(folder, error.problem)
    } catch let error as CocoaError {
      throw notKept(folder, error.underlying.map { "\($0)" } ?? "\(error.code)")
    }
  }

  /// What ends the names of programs that are not complete, before a part that is nobody else's.
  private static let partial = ".partial-"

  /// Removes what compilations that were killed have left. One that is under way is not older than an hour.
  private static func removeLeftovers(in folder: FilePath) {
    for name in FileSystem.names(in: folder) where name.contains(partial) {
      let path = folder.appending(name).string
      var status = stat()
      if stat(path, &status) == 0, status.st_mtim.tv_sec + 3600 < time(nil) { unlink(path) }
    }
  }

  /// Sees to it that a file outlasts a power cut.
  private static func synchronise(_ path: FilePath) {
    guard let file = try? FileDescriptor.open(path, .readOnly) else { return }
    fsync(file.rawValue)
    try? file.close()
  }

  /// Whether a program would not fit on the disk.
  private static func hasNoSpace(_ folder: FilePath) -> Bool {
    var status = statvfs()
    return statvfs(folder.string, &status) == 0 && status.f_bavail * status.f_frsize < 1 << 20
  }

  private static func notKept(_ folder: FilePath, _ reason: String) -> CommandError {
    CommandError(
      .output, "\(folder): the compiled experiment cannot be stored here: \(reason); set another folder in PAYOFF_CACHE"
    )
  }
}

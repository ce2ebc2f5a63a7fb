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
    let (file, folder) = (experiment.file, experiment.folder)
    do {
      try WrittenFile.makeFolder(CompiledExperiment.cache)
    } catch {
      throw notKept(folder, "\(error.path) \(error.problem)")
    }
    do {
      let unfinished = try UnfinishedFolder(beside: folder)
      defer { try? FileManager.default.removeItem(atPath: unfinished.path.string) }
      let program = unfinished.path.appending(file.name)
      let result = try await StageLine.during("Compiling \(file.name)") {
        try await Subprocess.run(
          .path(compiler.path), arguments: Arguments(SwiftCompiler.arguments(file.path, to: program)),
          output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
          error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
      }
      guard result.terminationStatus.isSuccess else {
        if let (reason, remedy) = whyNoProgramFits(CompiledExperiment.cache) { throw notKept(folder, reason, remedy) }
        throw CommandError(.data, "\(file.path): does not compile")
      }
      guard (try? FileSystem.contents(of: file.path)) == experiment.source else {
        throw CommandError(.data, "\(file.path): was changed during compilation; run it again")
      }
      synchronise(program)
      for (name, bytes) in experiment.marks(of: compiler, program) {
        try WrittenFile.write(bytes, to: unfinished.path.appending(name))
      }
      try put(unfinished.path, inPlaceOf: experiment)
    } catch let error as Errno {
      throw notKept(folder, "\(error)")
    } catch let error as OutputError {
      throw notKept(folder, error.problem)
    } catch let error as CocoaError {
      let reason = (error.underlying as? POSIXError).map { "\(Errno(rawValue: $0.code.rawValue))" }
      throw notKept(folder, reason ?? "what is in its place cannot be removed")
    }
  }

  /// Puts what was compiled in its place, all of it in one step: whoever looks finds a program with what belongs to it.
  ///
  /// Two runs may compile at once. The second one leaves the program of the first, which a third may be about to start.
  private static func put(_ compiled: FilePath, inPlaceOf experiment: CompiledExperiment) throws {
    var attempts = 0
    while rename(compiled.string, experiment.folder.string) != 0 {
      let error = Errno(rawValue: errno)
      attempts += 1
      guard error == .directoryNotEmpty || error == .fileExists, attempts < 8 else { throw error }
      if experiment.isThere, experiment.isCurrent { return }
      // That of another compiler, or one that was cut off.
      let old = try UnfinishedFolder(beside: experiment.folder)
      defer { try? FileManager.default.removeItem(atPath: old.path.string) }
      // A folder of a lower layer of a container cannot be moved.
      if rename(experiment.folder.string, old.path.string) != 0, errno != ENOENT {
        try FileManager.default.removeItem(atPath: experiment.folder.string)
      }
    }
  }

  /// Sees to it that a file outlasts a power cut.
  private static func synchronise(_ path: FilePath) {
    guard let file = try? FileDescriptor.open(path, .readOnly) else { return }
    fsync(file.rawValue)
    try? file.close()
  }

  /// Why no program can be written, whatever its source, and what to do; a compiler only says that it has crashed. `nil`
  /// where there is room.
  private static func whyNoProgramFits(_ folder: FilePath) -> (reason: String, remedy: String)? {
    let enough: rlim_t = 1 << 20
    var status = statvfs()
    if statvfs(folder.string, &status) == 0, rlim_t(status.f_bavail) * rlim_t(status.f_frsize) < enough {
      return ("no space is left on the disk", elsewhere)
    }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur < enough {
      return ("it is larger than the file size limit", "raise the limit: ulimit -f unlimited")
    }
    return nil
  }

  private static let elsewhere = "set another folder in PAYOFF_CACHE"

  private static func notKept(_ folder: FilePath, _ reason: String, _ remedy: String = elsewhere) -> CommandError {
    CommandError(.output, "\(folder): the compiled experiment cannot be stored here: \(reason); \(remedy)")
  }
}

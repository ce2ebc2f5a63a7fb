import CompiledExperiments
import Demand
import FoundationEssentials
import Glibc
import Randomness
import Results
import SystemPackage

/// The directory of a plan: what is to be computed, the program that does it, and the shards that are done.
///
/// ```
/// PLAN/plan.json           what is to be computed, with the hash of every file below but the shards
/// PLAN/payoff              runs a shard, or merges, on a machine without Payoff
/// PLAN/program/            the compiled experiment and the libraries that it loads
/// PLAN/experiment.swift    its text
/// PLAN/inputs/             the data files that it reads
/// PLAN/shards/K-STAGE.rows, PLAN/shards/K.json
/// ```
struct PlanDirectory: Sendable {
  /// Without links, from the root.
  let path: FilePath
  let plan: StudyPlan
  /// The hash of `plan.json`.
  let hash: String
  /// As the user named it.
  let name: String

  static let file = "plan.json"
  static let (programFolder, inputFolder, shardFolder) = ("program", "inputs", "shards")
  static let script = "payoff"

  /// Reads the description.
  /// - Throws: ``CommandError`` for a folder that is no plan, or one of another format.
  init(_ name: String) throws(CommandError) {
    self.name = name
    let path = FilePath(name)
    let file = path.appending(Self.file)
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.contents(of: file, followsLinks: true)
    } catch let error as RegularFile.Other {
      throw CommandError(.data, "\(file): \(error); make the plan again with payoff plan")
    } catch {
      throw Self.none(name)
    }
    guard let place = realpath(name.isEmpty ? "." : name, nil) else { throw Self.none(name) }
    defer { free(place) }
    self.path = FilePath(String(cString: place))
    struct Head: Decodable {
      let format: Int
      let payoffVersion: String
    }
    let decoder = JSONDecoder()
    guard let head = try? decoder.decode(Head.self, from: Data(bytes)) else {
      throw CommandError(.data, "\(file): is damaged; make the plan again with payoff plan")
    }
    guard head.format == StudyPlan.currentFormat, let plan = try? decoder.decode(StudyPlan.self, from: Data(bytes))
    else {
      throw CommandError(
        .data,
        "\(file): was written by Payoff \(head.payoffVersion.showingControls()) in format \(head.format), and this is "
          + "\(Version.number) with format \(StudyPlan.currentFormat); use that version, or make the plan again")
    }
    guard plan.isSound else {
      throw CommandError(.data, "\(file): is damaged; make the plan again with payoff plan")
    }
    self.plan = plan
    var digest = MessageDigest()
    digest.update(bytes)
    hash = digest.hexadecimal()
  }

  private static func none(_ name: String) -> CommandError {
    CommandError(
      .usage, "\(name): is not the directory of a plan: there is no \(file) in it; make one with payoff plan")
  }

  var shards: FilePath { path.appending(Self.shardFolder) }

  // MARK: Its program

  /// Goes on as the frozen program with the same command line.
  func become(_ arguments: [String]) throws -> Never {
    for file in plan.files { try requireSize(of: file) }
    ProgramVariable.plan.set(path.string)
    ProgramVariable.experiment.set(plan.experiment)
    if let source = plan.source { ProgramVariable.source.set(path.appending(source).string) }
    if let facts = plan.facts { ProgramVariable.facts.set(facts) }
    if let tunables = plan.tunables { setenv(Arithmetic.variable, tunables, 1) }
    let folder = path.appending(Self.programFolder).string
    ProgramVariable.library.set(folder)
    let known = ProgramVariable.variable("LD_LIBRARY_PATH").map { ":\($0)" } ?? ""
    setenv("LD_LIBRARY_PATH", folder + known, 1)
    let program = path.appending(plan.program)
    throw CommandError(
      .data,
      "\(program.string.showingControls()): cannot be started: \(NextProgram.become(program, arguments)); copy the plan "
        + "again from where it was made, or make it again")
  }

  private func requireSize(of file: StudyPlan.File) throws(CommandError) {
    var status = stat()
    guard stat(path.appending(file.path).string, &status) == 0 else { throw changed(file, "is missing") }
    guard Int(status.st_size) == file.bytes else { throw changed(file, "is not as it was written") }
  }

  private func changed(_ file: StudyPlan.File, _ problem: String) -> CommandError {
    let file = path.appending(file.path).string.showingControls()
    return CommandError(
      .data, "\(file): \(problem); copy the plan again from where it was made, or make it again")
  }

  /// Checks the files of the plan by their hashes, and reads its copies of data files from now on.
  func begin() throws(CommandError) {
    for file in plan.files {
      let digest = try? FileDigest(contentsOf: path.appending(file.path))
      guard digest?.sha256 == file.sha256 else { throw changed(file, "is not as it was written") }
    }
    let (here, there) = (RowBasis.current, plan.basis)
    guard here.arithmetic == there.arithmetic else {
      throw CommandError(
        .unavailable,
        "\(name): exp, log and their like give other last bits on this machine than where the plan was made: the processor "
          + "lacks fused multiply-add, or glibc is of another version; make the plan with "
          + "\(Arithmetic.variable)=\(Arithmetic.withoutFusion) for processors of both kinds")
    }
    guard here == there else {
      throw CommandError(
        .data,
        "\(name): its program is of another version than \(Self.file) says; make the plan again with payoff plan")
    }
    InputFiles.use(
      Dictionary(plan.inputs.map { ($0.name, path.appending($0.path).string) }, uniquingKeysWith: { one, _ in one }))
  }

  /// The command that is computed.
  /// - `options`: further ones.
  func command(_ options: [String] = []) throws -> any ShardedCommand {
    try PlannedCommandLine.command(plan.commandLine + options)
  }

  // MARK: Its shards

  func manifest(of shard: Int) -> FilePath { shards.appending("\(shard).json") }

  /// The file with the rows of a stage that a shard computes.
  func piece(_ shard: Int, _ stage: StudyPlan.Stage) -> RowPiece {
    RowPiece(
      study: hash, stage: stage.name, rows: plan.rows(of: shard, in: stage),
      path: shards.appending("\(shard)-\(stage.name).rows"))
  }

  /// A stage of the plan that the command has come to.
  func stage(_ stage: Stage, _ range: Range<Int>) throws(CommandError) -> StudyPlan.Stage {
    guard let planned = plan.stages.first(where: { $0.name == stage.name }), range == 0..<planned.rows else {
      throw CommandError(
        .data, "\(name): its command has other rows than \(Self.file) says; make the plan again with payoff plan")
    }
    return planned
  }

  /// The state of a shard.
  enum ShardState: Hashable {
    case done
    case missing
    /// It is there and cannot be used.
    case wrong(String)
  }

  /// Where the files of a shard are: the rows of its stages, and what says that they are done.
  private func places(of shard: Int) -> [FilePath] {
    plan.stages.map { piece(shard, $0).path } + [manifest(of: shard)]
  }

  /// A folder in the place of a file of a shard. Whatever else is there is replaced.
  private func folder(of shard: Int) -> FilePath? {
    places(of: shard).first { place in
      var status = stat()
      return lstat(place.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
  }

  /// Rejects a shard whose files could not be put in their places.
  func requirePlaces(of shard: Int) throws(OutputError) {
    guard let folder = self.folder(of: shard) else { return }
    throw OutputError(
      folder, "is a folder in the place of a file of shard \(shard)", remedy: "remove the folder, or move it away")
  }

  /// Looks at a shard, and reads its rows to compare them with their hashes.
  func state(of shard: Int) -> ShardState {
    if let folder = self.folder(of: shard) {
      return .wrong("\((folder.lastComponent?.string ?? "").showingControls()) is a folder; remove it first")
    }
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.contents(of: manifest(of: shard))
    } catch let error as RegularFile.Other {
      return .wrong("\(manifest(of: shard).lastComponent?.string ?? "") \(error)")
    } catch {
      return .missing
    }
    guard let manifest = try? JSONDecoder().decode(ShardManifest.self, from: Data(bytes)) else {
      return .wrong("its manifest is damaged")
    }
    guard manifest.plan == hash else { return .wrong("it is of another plan") }
    guard manifest.shard == shard else { return .wrong("shard \(manifest.shard) lies in its place a second time") }
    guard manifest.parts.map(\.stage) == plan.stages.map(\.name) else { return .wrong("its manifest was edited") }
    for (part, stage) in zip(manifest.parts, plan.stages) {
      let piece = piece(shard, stage)
      do {
        let digest = try piece.check()
        guard digest.sha256 == part.file.sha256, digest.bytes == part.file.bytes else {
          return .wrong("its rows are not those of its manifest")
        }
      } catch {
        return .wrong("\((piece.path.lastComponent?.string ?? "").showingControls()) \(error.problem)")
      }
    }
    return .done
  }

  /// What lies among the shards and is none: the files of shards beyond the last, and of stages that there are not.
  var strangers: [String] {
    let known = Set((0..<plan.shards).flatMap { places(of: $0).compactMap { $0.lastComponent?.string } })
    return FileSystem.names(in: shards).filter {
      ($0.hasSuffix(".json") || $0.hasSuffix(".rows")) && !$0.hasPrefix(".") && !known.contains($0)
    }
  }

  /// Removes what was left of shards that were cut off. Only when all are done.
  func removeLeftovers() {
    for name in FileSystem.names(in: shards) where name.hasPrefix(".") && name.contains(".partial-") {
      unlink(shards.appending(name).string)
    }
  }
}

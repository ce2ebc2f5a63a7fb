import CompiledExperiments
import Demand
import Experimentation
import FoundationEssentials
import Glibc
import Results
import SystemPackage

/// Writes the directory of a plan under another name, and renames it when it is complete.
struct PlanWriter {
  private let path: FilePath
  private let unfinished: UnfinishedFolder
  private var folder: FilePath { unfinished.path }
  private var files: [StudyPlan.File] = []

  /// - Throws: `OutputError` for a place that is taken or cannot be written.
  init(_ path: FilePath) throws(OutputError) {
    self.path = path
    var status = stat()
    guard lstat(path.string, &status) != 0 else {
      throw OutputError(path, "already exists", remedy: "choose another with --out, or remove it")
    }
    let parent = path.removingLastComponent()
    if !parent.isEmpty { try WrittenFile.makeFolder(parent) }
    do {
      unfinished = try UnfinishedFolder(beside: path)
    } catch {
      throw OutputError(path, "cannot be made: \(error)", remedy: "choose another place with --out")
    }
  }

  /// A place for results that are never written.
  var scratch: FilePath { folder.appending("scratch") }

  /// Removes what has been written.
  func discard() { try? FileManager.default.removeItem(atPath: folder.string) }

  /// Writes it all.
  mutating func write(_ commandLine: [String], named experiment: String, _ count: StageCount, shards: Int, slurm: Bool)
    throws
  {
    for name in [PlanDirectory.programFolder, PlanDirectory.inputFolder, PlanDirectory.shardFolder] {
      try WrittenFile.makeFolder(folder.appending(name))
    }
    let own = FrozenProgram.program
    let program = try copy(
      own, to: "\(PlanDirectory.programFolder)/\(own.lastComponent?.string ?? "experiment")", isProgram: true)
    for library in FrozenProgram.libraries {
      _ = try copy(library, to: "\(PlanDirectory.programFolder)/\(library.lastComponent?.string ?? "")")
    }
    var source: String?
    if let kept = ProgramVariable.source.value {
      source = try copy(FilePath(kept), to: RunDescription.sourceFile)
    }
    // The figures of the case may be read for the answer alone.
    _ = try? CaseFacts.current
    let facts =
      ProgramVariable.facts.value
      ?? InputFiles.read.first { FilePath($0).lastComponent?.string == CaseFacts.fileName }
    var inputs: [StudyPlan.Input] = []
    for (place, name) in InputFiles.read.filter({ FileSystem.isFolder(FilePath($0)) == false }).enumerated() {
      let copied = try copy(
        FilePath(name), to: "\(PlanDirectory.inputFolder)/\(place)-\(FilePath(name).lastComponent?.string ?? "input")")
      inputs.append(StudyPlan.Input(name: name, path: copied))
    }
    let basis = RowBasis.current
    let plan = StudyPlan(
      format: StudyPlan.currentFormat, payoffVersion: basis.payoffVersion, streams: basis.streams,
      commandLine: commandLine, experiment: experiment, program: program, source: source, seed: count.seed,
      replications: count.replications, shards: shards, stages: count.stages, results: count.results, facts: facts,
      inputs: inputs, arithmetic: basis.arithmetic, tunables: ProgramVariable.variable(Arithmetic.variable),
      files: files)
    try write(PlanScripts.payoff(plan), to: PlanDirectory.script, isProgram: true)
    if slurm {
      for (name, text) in PlanScripts.slurm(plan, name: path.lastComponent?.string ?? "study") {
        try write(text, to: name, isProgram: true)
      }
    }
    try WrittenFile.write(try StudyPlan.json(plan), to: folder.appending(PlanDirectory.file))
    WrittenFile.synchronise(folder)
    guard rename(folder.string, path.string) == 0 else {
      throw OutputError(path, "cannot be moved into place: \(Errno(rawValue: errno))")
    }
    WrittenFile.synchronise(path.removingLastComponent())
  }

  private func write(_ text: String, to name: String, isProgram: Bool) throws {
    let file = folder.appending(name)
    try WrittenFile.write(Array(text.utf8), to: file)
    if isProgram { chmod(file.string, 0o755) }
  }

  /// Copies a file, and keeps its hash; the path of the copy in the directory.
  private mutating func copy(_ file: FilePath, to name: String, isProgram: Bool = false) throws -> String {
    do {
      let digest = try FileDigest.copying(file, to: folder.appending(name), isProgram: isProgram)
      files.append(StudyPlan.File(path: name, bytes: digest.bytes, sha256: digest.sha256))
      return name
    } catch let error as RegularFile.Other {
      throw CommandError(.data, "\(file): \(error), and a plan keeps a copy of what is read")
    } catch let error as Errno {
      throw CommandError(.data, "\(file): cannot be read: \(error)")
    }
  }
}

/// The scripts that a plan brings along.
enum PlanScripts {
  /// Runs the frozen program on a machine without Payoff.
  static func payoff(_ plan: StudyPlan) -> String {
    var lines = [
      "#!/bin/sh", "# Computes shards of this plan, or merges them, where Payoff is not installed:",
      "#   ./\(PlanDirectory.script) \(ShardCommand.name) 3        ./\(PlanDirectory.script) \(MergeCommand.name) --out results",
      #"here=$(cd "$(dirname "$0")" && pwd -P) || exit"#, #"command=$1; shift"#,
      #"export PAYOFF_PLAN="$here" PAYOFF_LIBRARY="$here/\#(PlanDirectory.programFolder)""#,
      "export PAYOFF_EXPERIMENT=\(ShellText.quoted(plan.experiment))",
      #"export LD_LIBRARY_PATH="$here/\#(PlanDirectory.programFolder)${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}""#,
    ]
    if let source = plan.source { lines.append(#"export PAYOFF_EXPERIMENT_SOURCE="$here/\#(source)""#) }
    if let facts = plan.facts { lines.append("export PAYOFF_FACTS=\(ShellText.quoted(facts))") }
    if let tunables = plan.tunables { lines.append("export \(Arithmetic.variable)=\(ShellText.quoted(tunables))") }
    lines.append(#"exec "$here"/\#(ShellText.quoted(plan.program)) "$command" "$here" "$@""#)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What submits the shards as an array of jobs and the merge after them, by the names of the files.
  static func slurm(_ plan: StudyPlan, name: String) -> [(String, String)] {
    let (shards, merge) = ("shards.sbatch", "merge.sbatch")
    let title = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    let limits = [
      "#SBATCH --ntasks=1", "#SBATCH --cpus-per-task=1", "#SBATCH --mem-per-cpu=1G", "#SBATCH --time=01:00:00",
    ]
    let threads = #"--threads "${SLURM_CPUS_PER_TASK:-1}""#
    let array =
      [
        "#!/bin/sh", "# The limits are guesses: edit them.", "#SBATCH --job-name=\(title)",
        "#SBATCH --array=0-\(plan.shards - 1)",
      ]
      + limits + [
        "#SBATCH --requeue", "#SBATCH --output=slurm-%A_%a.out",
        "# The number of the shard is SLURM_ARRAY_TASK_ID; how many there are stands in the plan.",
        "exec ./\(PlanDirectory.script) \(ShardCommand.name) \(threads)",
      ]
    let after =
      ["#!/bin/sh", "#SBATCH --job-name=\(title)-\(MergeCommand.name)"] + limits + [
        "#SBATCH --output=slurm-%j.out",
        "exec ./\(PlanDirectory.script) \(MergeCommand.name) --out results \(threads)",
      ]
    let submit = [
      "#!/bin/sh",
      "# Submits the shards, and the merge after them. Options are passed on to sbatch: ./submit --partition=main",
      #"cd "$(dirname "$0")" || exit"#, #"job=$(sbatch --parsable "$@" \#(shards)) || exit"#,
      "# A shard that fails would leave the merge pending for ever.",
      #"sbatch --dependency="afterok:${job%%;*}" --kill-on-invalid-dep=yes "$@" \#(merge)"#,
    ]
    return [(shards, array), (merge, after), ("submit", submit)].map { ($0.0, $0.1.joined(separator: "\n") + "\n") }
  }
}

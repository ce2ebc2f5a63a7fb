import ArgumentParser
import CompiledExperiments
import Experimentation
import FoundationEssentials
import Glibc
import Results
import SystemPackage

/// `payoff shard PLAN K`: computes shards of a plan.
struct ShardCommand: Command {
  static let facts = CommandFacts(
    "shard", title: "shard", "Computes shards of a plan.",
    details: """
      Without a number it is that of SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX. A shard that is done is not computed \
      again. A shard is complete or not there: its rows are written under another name, and what says that they are done \
      comes last.
      """,
    examples: ["payoff shard plans/shop 3", "payoff shard plans/shop 0-2,4-7 --threads 2"])

  @Argument(help: ArgumentHelp("The directory of a plan.", valueName: "PLAN"), completion: .directory)
  var plan: String

  @Argument(help: ArgumentHelp("The numbers of shards, from 0: 3, or 2,5-7.", valueName: "K"))
  var numbers: [String] = []

  @Option(
    parsing: .unconditional, help: "How many replications are computed in parallel. (default: the number of cores)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var threads: Int?

  @Flag(help: "Computes shards that are done again.")
  var force = false

  @Flag(help: "Print what was computed as JSON, for programs.")
  var json = false

  var experimentName: String? { ProgramVariable.plan.value == nil ? nil : ProgramVariable.experiment.value }

  func runAlone() throws {
    let directory = try PlanDirectory(plan)
    _ = try shards(of: directory)
    try directory.become(Array(CommandLine.arguments.dropFirst()))
  }

  /// The variables that tell a job of an array its number.
  private static let variables = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"]

  private func shards(of directory: PlanDirectory) throws(CommandError) -> [Int] {
    guard numbers.isEmpty else { return try ShardNumbers.read(numbers, of: directory.plan.shards) }
    guard let number = Self.variables.lazy.compactMap({ ProgramVariable.variable($0) }).first else {
      throw CommandError(
        .usage,
        "which shard? give its number, from 0 to \(directory.plan.shards - 1), or set "
          + Self.variables.joined(separator: " or "))
    }
    return try ShardNumbers.read([number], of: directory.plan.shards)
  }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let directory = try PlanDirectory(plan)
    let asked = try shards(of: directory)
    try directory.begin()
    let left = force ? asked : asked.filter { directory.state(of: $0) != .done }
    for shard in left { try directory.requirePlaces(of: shard) }
    if !left.isEmpty {
      do {
        try WrittenFile.makeFolder(directory.shards)
      } catch {
        throw OutputError(directory.shards, error.problem)
      }
      let scratch = directory.shards.appending(".scratch-\(UInt64.random(in: .min ... .max))")
      let work = ShardWork(directory, left, scratch: scratch)
      let command = try directory.command(threads.map { ["--threads", "\($0)"] } ?? [])
      try Study.sharded(work).run(command, on: experiment)
    }
    let done = asked.filter { !left.contains($0) }
    let rows = directory.plan.stages.reduce(0) { sum, stage in
      left.reduce(sum) { $0 + directory.plan.rows(of: $1, in: stage).count }
    }
    guard !json else {
      func list(_ numbers: [Int]) -> JSONValue { .array(numbers.map { .number(Double($0)) }) }
      Terminal.standardOutput.line(
        ([
          "plan": .string(directory.hash), "computed": list(left), "kept": list(done), "rows": .number(Double(rows)),
        ] as JSONValue).text)
      return
    }
    let kept = done.isEmpty ? "" : "; done before: \(ShardNumbers.text(done))"
    let computed = left.isEmpty ? "nothing to compute" : "computed \(rows) rows of shards \(ShardNumbers.text(left))"
    Terminal.standardOutput.line("\(directory.name): \(computed)\(kept)")
  }
}

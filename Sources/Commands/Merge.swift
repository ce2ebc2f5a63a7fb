import ArgumentParser
import CompiledExperiments
import Experimentation
import FoundationEssentials
import Results
import SystemPackage

/// `payoff merge PLAN`: the results of a plan whose shards are done.
struct MergeCommand: Command {
  static let facts = CommandFacts(
    "merge", title: "merge", "Writes the results of a plan whose shards are done.",
    details: """
      The results are the same bytes as those of the command alone, for any number of shards and any order in which they \
      came. A shard that is missing, damaged, of another plan or there twice is named, with the command that computes it.
      """,
    examples: ["payoff merge plans/shop --check --json", "payoff merge plans/shop --out runs/merged"])

  @Argument(help: ArgumentHelp("The directory of a plan.", valueName: "PLAN"), completion: .directory)
  var plan: String

  @Flag(help: "Only tells which shards are missing or wrong, and writes nothing.")
  var check = false

  @Option(
    parsing: .unconditional, help: "How many replications are computed in parallel. (default: the number of cores)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var threads: Int?

  @OptionGroup var output: OutputOptions

  var experimentName: String? { ProgramVariable.plan.value == nil ? nil : ProgramVariable.experiment.value }

  func runAlone() throws {
    let directory = try PlanDirectory(plan)
    guard !check else { return try tell(directory) }
    try requireShards(of: directory)
    try directory.become(Array(CommandLine.arguments.dropFirst()))
  }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let directory = try PlanDirectory(plan)
    guard !check else { return try tell(directory) }
    try directory.begin()
    try requireShards(of: directory)
    var options = output.out.map { ["--out", $0] } ?? []
    options += (output.force ? ["--force"] : []) + (output.printing.json ? ["--json"] : [])
    options += (output.printing.plain ? ["--plain"] : []) + (threads.map { ["--threads", "\($0)"] } ?? [])
    let command = try directory.command(options)
    try Study.$current.withValue(.merged(directory)) { try command.run(experiment) }
    directory.removeLeftovers()
  }

  // MARK: The shards

  private func states(of directory: PlanDirectory) -> (missing: [Int], wrong: [(shard: Int, problem: String)]) {
    var missing: [Int] = []
    var wrong: [(shard: Int, problem: String)] = []
    for shard in 0..<directory.plan.shards {
      switch directory.state(of: shard) {
      case .done: break
      case .missing: missing.append(shard)
      case .wrong(let problem): wrong.append((shard, problem))
      }
    }
    return (missing, wrong)
  }

  private func requireShards(of directory: PlanDirectory) throws {
    let (missing, wrong) = states(of: directory)
    if let problem = Self.problem(directory, missing, wrong) { throw CommandError(.data, problem) }
  }

  /// What keeps the shards from being merged, with the command that mends it; `nil` where nothing does.
  private static func problem(
    _ directory: PlanDirectory, _ missing: [Int], _ wrong: [(shard: Int, problem: String)]
  ) -> String? {
    let strangers = directory.strangers
    var lines = wrong.prefix(10).map { "\n  shard \($0.shard): \($0.problem)" }
    if wrong.count > 10 { lines.append("\n  and \(wrong.count - 10) more that cannot be used") }
    if !missing.isEmpty { lines.append("\n  missing: \(ShardNumbers.text(missing))") }
    lines += strangers.prefix(10).map {
      "\n  \(directory.shards.appending($0.showingControls())): is of no shard of this plan; remove it"
    }
    guard !lines.isEmpty else { return nil }
    let redo = (missing + wrong.map(\.shard)).sorted()
    let name = ShellText.quoted(directory.name)
    let mend = redo.isEmpty ? "" : "\n  compute them with: payoff shard \(name) \(ShardNumbers.text(redo))"
    let count = redo.count
    let head =
      count == 0
      ? "there are shards that are not of it"
      : "\(count) of \(directory.plan.shards) shards are not there as they were written"
    return "\(directory.name): \(head)" + lines.joined() + mend
  }

  private func tell(_ directory: PlanDirectory) throws {
    let (missing, wrong) = states(of: directory)
    let problem = Self.problem(directory, missing, wrong)
    if output.printing.json {
      Terminal.standardOutput.line(
        ([
          "plan": .string(directory.hash), "shards": .number(Double(directory.plan.shards)),
          "complete": .boolean(problem == nil), "missing": .array(missing.map { .number(Double($0)) }),
          "wrong": .object(wrong.map { .init("\($0.shard)", .string($0.problem)) }),
          "strangers": .array(directory.strangers.map { .string($0) }),
        ] as JSONValue).text)
    } else {
      Terminal.standardOutput.line(problem ?? "\(directory.name): all \(directory.plan.shards) shards are done")
    }
    if problem != nil { throw CommandError(.data, "\(directory.name): is not complete") }
  }
}

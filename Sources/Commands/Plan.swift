import ArgumentParser
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff plan run EXPERIMENT …`: divides a command into shards.
struct PlanCommand: Command {
  static let facts = CommandFacts(
    "plan", title: "plan", "Divides a command into shards that any number of machines can compute.",
    details: """
      The directory that it writes holds all that a shard needs: the compiled experiment with its libraries, its data files, \
      the seed and what is set. A shard needs no compiler and no network. payoff shard computes one, and payoff merge \
      writes the results of all: the same bytes as the command alone.

      A plan holds a program: run only those that you trust.

      A command with --on ADDRESS does all three on a Dask cluster (--on local: on this machine), with --shards if the number \
      matters.
      """,
    examples: [
      "payoff plan run CustomerService --replications 800 --shards 8 --out plans/shop",
      "payoff plan sensitivity CustomerService --method sobol --size 4096 --shards 16 --slurm --out plans/sobol",
    ])

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The command to divide, with its experiment and options.", valueName: "COMMAND"))
  var commandLine: [String]

  @Option(
    parsing: .unconditional, help: "How many shards there are; each is to take at least ten seconds. (default: 16)",
    transform: { try WholeNumber.read($0, in: StudyPlan.shardCounts) })
  var shards = 16

  @Option(name: [.short, .long], help: "The directory of the plan. (default: plans/ and the name of the results)")
  var out: String?

  @Flag(help: "Writes scripts that submit the shards and their merge to Slurm.")
  var slurm = false

  @Flag(help: "Print what was planned as JSON, for programs.")
  var json = false

  var experimentName: String? { PlannedCommandLine.experimentName(commandLine) }

  func check() throws {
    guard out?.isEmpty != true else {
      throw CommandError(.usage, "--out \"\": expected the name of a folder to write")
    }
    _ = try PlannedCommandLine.command(commandLine)
  }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let command = try PlannedCommandLine.command(commandLine)
    // The place of the plan may hang on that of the results, which is known when the stages are.
    let place = out.map { FilePath($0) } ?? FilePath("plans/\(E.self)-\(commandLine[0])")
    var writer = try PlanWriter(place)
    let count = StageCount(scratch: writer.scratch)
    do {
      try Study.planned(count).run(command, on: experiment)
      let most = count.stages.map(\.rows).max() ?? 0
      guard shards <= most else {
        throw InvalidValue("--shards \(shards)", "there are only \(most) rows", remedy: "use fewer shards")
      }
      try writer.write(
        commandLine, named: command.experimentName ?? "", count, shards: shards, slurm: slurm)
    } catch {
      writer.discard()
      throw error
    }
    show(try PlanDirectory(place.string))
  }

  private func show(_ directory: PlanDirectory) {
    let plan = directory.plan
    guard !json else {
      Terminal.standardOutput.line(
        JSONValue.object([
          .init("plan", .string(directory.path.string)), .init("hash", .string(directory.hash)),
          .init("shards", .number(Double(plan.shards))), .init("results", .string(plan.results)),
          .init("stages", .object(plan.stages.map { .init($0.name, .number(Double($0.rows))) })),
        ]).text)
      return
    }
    let name = ShellText.quoted(directory.name)
    let rows = plan.stages.reduce(0) { $0 + $1.rows }
    let last = plan.shards - 1
    let shards = last == 0 ? "0" : "0-\(last)"
    Terminal.standardOutput.line(
      """
      Planned in \(directory.name): \(rows) rows in \(plan.shards) shard\(plan.shards == 1 ? "" : "s")
        payoff shard \(name) \(shards)    computes them, here or on several machines
        payoff merge \(name)    writes \(plan.results) when all are done
      """ + (slurm ? "\n  \(name)/submit    gives both to Slurm" : ""))
  }
}

import ArgumentParser
import CommandOptions
import Experimentation
import FoundationEssentials
import Glibc
import Randomness
import Results
import SystemPackage

/// What the program of one experiment does: `run` it or `describe` it.
enum ExperimentProgram<E: Experiment> {
  /// Obeys the arguments and returns the exit code.
  static func run(_ arguments: [String]) -> Int32 {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "describe": return guarding { try describe() }
    case "sweep": return obey(SweepOptions.self, rest) { try SweepProgram<E>.run($0) }
    case "sensitivity": return obey(SensitivityOptions.self, rest) { try SensitivityProgram<E>($0).run() }
    case "run": return obey(RunOptions.self, rest, simulate)
    default: return obey(RunOptions.self, arguments, simulate)
    }
  }

  private static func obey<Options: ParsableArguments>(
    _ type: Options.Type, _ arguments: [String], _ body: (Options) throws -> Void
  ) -> Int32 {
    let options: Options
    do {
      options = try Options.parse(arguments)
    } catch {
      let message = Options.fullMessage(for: error)
      let code = Options.exitCode(for: error)
      if code.isSuccess { print(message) } else { Terminal.standardError.write(message + "\n") }
      return code.rawValue
    }
    return guarding { try body(options) }
  }

  private static func guarding(_ body: () throws -> Void) -> Int32 {
    do {
      try body()
      return 0
    } catch {
      let status = ExitStatus(for: error)
      Terminal.standardError.write(
        status == .interrupted ? "\(error); nothing was written\n" : "Error: \(error)\n")
      return status.rawValue
    }
  }

  private static func describe() throws {
    let plan = RunPlan()
    SignalHandling.begin(seed: plan.seed, unfinished: nil, files: [])
    let experiment = try ResolvedExperiment<E>()
    let schema = try Replicator(experiment, plan: plan).schema()
    print(ExperimentDescription(experiment, schema).text)
  }

  private static func simulate(_ options: RunOptions) throws {
    let plan = try options.plan
    let experiment = try ResolvedExperiment<E>(overrides: plan.overrides)
    let path = FilePath(options.shared.out ?? defaultPath("\(E.self)", plan))
    try OutputDirectory.checkVacancy(of: path, replaces: options.shared.force)
    SignalHandling.begin(seed: plan.seed, unfinished: OutputDirectory.partial(of: path), files: RunDirectory.fileNames)

    let replicator = Replicator(experiment, plan: plan)
    let schema = try replicator.schema()
    let description = RunDescription(experiment, plan: plan, source: try ExperimentSource.text())
    let directory = try RunDirectory(path, replaces: options.shared.force, description, schema)
    var summary = RunSummary(schema)
    var progress = ProgressLine(total: plan.replications, unit: "replications")
    do {
      defer { progress.finish() }
      try replicator.run(schema) { records in
        try directory.append(records)
        for record in records { summary.add(record) }
        progress.advance(by: records.count)
      }
    }
    try directory.finish(summary)
    print(RunReport(description, summary, directory: path).text)
  }

  /// `runs/NAME-SEED-REPLICATIONS`, with a short hash of what was set or varied.
  static func defaultPath(_ name: String, _ plan: RunPlan, varying variations: [String] = []) -> String {
    var path = "runs/\(name)-\(plan.seed)-\(plan.replications)"
    let settings = (plan.overrides.map { "\($0.name)=\($0.text)" } + variations).sorted()
    if !settings.isEmpty {
      path += "-" + String(Streams.key(of: settings.joined(separator: "\n")), radix: 36).prefix(6)
    }
    return path
  }
}

import ArgumentParser
import CommandOptions
import Experimentation
import FoundationEssentials
import Glibc
import Randomness
import Results
import Serving
import SystemPackage

/// What the program of one experiment does: what the first argument says.
enum ExperimentProgram<E: Experiment> {
  /// Obeys the arguments and returns the exit code.
  static func run(_ arguments: [String]) -> Int32 {
    CapacityCache.folder = CacheFolder.path
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "describe": return Obedience.obey(PrintingOptions.self, rest) { try describe($0) }
    case "run": return Obedience.obey(RunOptions.self, rest) { try RunProgram<E>.run($0) }
    case "sweep": return Obedience.obey(SweepOptions.self, rest) { try SweepProgram<E>.run($0) }
    case "sensitivity": return Obedience.obey(SensitivityOptions.self, rest) { try SensitivityProgram<E>($0).run() }
    case "compare": return Obedience.obey(CompareOptions.self, rest) { try CompareProgram<E>.run($0) }
    case "decide": return Obedience.obey(DecideOptions.self, rest) { try DecideProgram<E>($0).run() }
    case "wait": return Obedience.obey(WaitOptions.self, rest) { try WaitProgram<E>($0).run() }
    case "evidence": return Obedience.obey(EvidenceOptions.self, rest) { try EvidenceProgram<E>.run($0) }
    case "discover": return Obedience.obey(DiscoverOptions.self, rest) { try DiscoverProgram<E>.run($0) }
    case "seek": return Obedience.obey(SeekOptions.self, rest) { try SeekProgram<E>($0).run() }
    case "fidelity": return Obedience.obey(FidelityOptions.self, rest) { try FidelityProgram<E>.run($0) }
    default: return Obedience.obey(RunOptions.self, arguments) { try RunProgram<E>.run($0) }
    }
  }

  private static func describe(_ printing: PrintingOptions) throws {
    let plan = RunPlan()
    SignalHandling.begin(seed: plan.seed, unfinished: nil, files: [])
    let experiment = try ResolvedExperiment<E>()
    let schema = try Replicator(experiment, plan: plan).schema()
    if printing.plain { Terminal.bePlain() }
    let description = ExperimentDescription(experiment, schema)
    print(printing.json ? description.json.text : FittedText.fit(description.text))
  }
}

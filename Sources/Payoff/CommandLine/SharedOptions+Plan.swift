import CommandOptions
import Experimentation
import FoundationEssentials
import Randomness

extension SharedOptions {
  /// How a run of so many rows is to be made.
  func plan(_ replications: Int) throws(InvalidValue) -> RunPlan {
    var overrides: [Override] = []
    for assignment in assignments { overrides.append(try Override(assignment)) }
    return RunPlan(
      replications: replications, seed: seed,
      threads: threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 1024), overrides: overrides)
  }
}

extension RunOptions {
  /// How the run is to be made.
  var plan: RunPlan {
    get throws(InvalidValue) { try shared.plan(replications) }
  }
}

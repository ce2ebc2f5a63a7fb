import CommandOptions
import Experimentation
import FoundationEssentials
import Randomness

extension RunOptions {
  /// How the run is to be made.
  var plan: RunPlan {
    get throws(InvalidValue) {
      var overrides: [Override] = []
      for assignment in assignments { overrides.append(try Override(assignment)) }
      return RunPlan(
        replications: replications, seed: seed,
        threads: threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 1024), overrides: overrides)
    }
  }
}

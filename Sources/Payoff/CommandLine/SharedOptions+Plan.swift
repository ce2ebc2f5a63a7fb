import CommandOptions
import Experimentation
import FoundationEssentials
import Randomness

extension SharedOptions {
  /// How a run of so many replications is to be made.
  func plan(_ replications: Int) throws(InvalidValue) -> RunPlan {
    var overrides: [Override] = []
    for assignment in assignments { overrides.append(try Override(assignment)) }
    return RunPlan(
      replications: replications, seed: seed,
      threads: threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 1024), overrides: overrides,
      dependence: try DependenceOverride(pairs: correlations, copula: copula, repairs: repairCorrelations),
      isCertain: certain)
  }
}

extension ReplicatedOptions {
  /// How the run is to be made.
  var plan: RunPlan {
    get throws(InvalidValue) { try shared.plan(replications) }
  }
}

extension RunOptions {
  /// How the run is to be made.
  var plan: RunPlan {
    get throws(InvalidValue) {
      var plan = try replicated.plan
      plan.sampling = try FutureSampling(sampling)
      if plan.sampling != .independent, precision != nil {
        throw InvalidValue(
          "--sampling \(sampling)", "--precision looks at futures that are drawn each for itself",
          remedy: "leave one of the two out")
      }
      try plan.sampling.check(plan.replications)
      return plan
    }
  }
}

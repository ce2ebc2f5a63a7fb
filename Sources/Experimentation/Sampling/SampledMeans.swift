import Randomness

/// The mean of every measure by the way in which the futures of a run were drawn: in constant memory.
package struct SampledMeans: Sendable {
  package let sampling: FutureSampling
  private var estimators: [any MeanEstimator]
  /// Whether a measure had no value in some replication, so that it has no mean.
  private var isIncomplete: [Bool]
  /// The columns of the inputs that correct the means.
  private let controls: [Int]

  /// `nil` for independent futures, whose means are those of the summary.
  package init?<E: Experiment>(_ plan: RunPlan, of experiment: ResolvedExperiment<E>, measures: Int) {
    sampling = plan.sampling
    // A distribution without a variance has no mean that would settle.
    controls = experiment.uncertainInputs.filter { experiment.inputs[$0].distribution.variance.isFinite }
    let estimator: any MeanEstimator
    switch plan.sampling {
    case .independent: return nil
    case .antithetic: estimator = GroupedMean(groupSize: 2)
    case .latinHypercube, .sobol:
      estimator = GroupedMean(groupSize: max(1, plan.replications / FutureSampling.blocks))
    case .stratified: estimator = StratifiedMean(equallyLikely: FutureSampling.strata)
    case .controlled: estimator = ControlledMean(knownMeans: controls.map { experiment.inputs[$0].distribution.mean })
    }
    estimators = Array(repeating: estimator, count: measures)
    isIncomplete = Array(repeating: false, count: measures)
  }

  /// Adds the next replication.
  package mutating func add(_ record: ReplicationRecord) {
    let values = controls.map { record.inputs[$0] }
    for (index, value) in record.measures.enumerated() {
      if let value {
        estimators[index].add(value, replication: record.replication, controls: values)
      } else {
        isIncomplete[index] = true
      }
    }
  }

  /// The mean of a measure; `nil` where it has no value in some replication, or where there are too few.
  package func estimate(of measure: Int, confidence: Double = 0.95) -> ReducedEstimate? {
    isIncomplete[measure] ? nil : estimators[measure].estimate(confidence: confidence)
  }
}

/// A mean that makes use of how the futures of a run were drawn, in constant memory.
protocol MeanEstimator: Sendable {
  /// Adds the next replication.
  mutating func add(_ value: Double, replication: Int, controls: [Double])

  /// The mean with its interval and gain; `nil` where there are too few replications.
  func estimate(confidence: Double) -> ReducedEstimate?
}

extension GroupedMean: MeanEstimator {
  mutating func add(_ value: Double, replication: Int, controls: [Double]) { add(value) }
}

extension StratifiedMean: MeanEstimator {
  mutating func add(_ value: Double, replication: Int, controls: [Double]) {
    add(value, to: replication % FutureSampling.strata)
  }
}

extension ControlledMean: MeanEstimator {
  mutating func add(_ value: Double, replication: Int, controls: [Double]) { add(value, controls: controls) }
}

import Randomness

/// What following a policy is worth on paths that it was not learnt from, and when one then acts.
package struct PolicyValuation: Sendable, Hashable {
  /// The mean over the paths, at time zero.
  package let value: Double
  /// Of the mean.
  package let standardError: Double
  package let paths: Int
  /// The share of the paths on which one acts on each date.
  package let actingShares: [Double]
  private let times: [Double]

  init(values: [Double], times: [Double], acting: [Int]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    value = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : .infinity
    paths = values.count
    actingShares = acting.map { Double($0) / count }
    self.times = times
  }

  /// The share of the paths on which one never acts.
  package var neverShare: Double { max(1 - actingShares.reduce(0, +), 0) }

  /// The years until one acts, in the median of all paths; `nil` where on half of them one never does.
  package var medianTime: Double? {
    var share = 0.0
    for (time, acting) in zip(times, actingShares) {
      share += acting
      if share >= 0.5 { return time }
    }
    return nil
  }

  /// Student's interval of the value.
  package func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    guard paths > 1 else { return -.infinity ... .infinity }
    let half = Distribution.studentT(freedom: Double(paths - 1)).quantile((1 + confidence) / 2) * standardError
    return (value - half)...(value + half)
  }
}

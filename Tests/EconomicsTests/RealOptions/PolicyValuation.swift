import Foundation
import Randomness

@testable import Economics

extension ExercisePolicy {
  /// The value at time zero of following the policy.
  /// - Throws: as ``dates(on:)``.
  func valuation(on paths: DecisionPaths) throws(InvalidValue) -> PolicyValuation {
    var values = Array(repeating: 0.0, count: paths.count)
    var acting = Array(repeating: 0, count: times.count)
    for (path, date) in try dates(on: paths).enumerated() {
      guard let date else { continue }
      let payoffs = paths.payoffs(on: date)
      values[path] = payoffs[payoffs.startIndex + path] * exp(-discount * times[date])
      acting[date] += 1
    }
    return PolicyValuation(values: values, times: times, acting: acting)
  }
}

/// What following a policy is worth on paths that it was not learnt from, and when one then acts.
struct PolicyValuation: Sendable, Hashable {
  /// The mean over the paths, at time zero.
  let value: Double
  /// Of the mean.
  let standardError: Double
  let paths: Int
  /// The share of the paths on which one acts on each date.
  let actingShares: [Double]
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
  var neverShare: Double { max(1 - actingShares.reduce(0, +), 0) }

  /// The years until one acts, in the median of all paths; `nil` where on half of them one never does.
  var medianTime: Double? {
    var share = 0.0
    for (time, acting) in zip(times, actingShares) {
      share += acting
      if share >= 0.5 { return time }
    }
    return nil
  }

  /// Student's interval of the value.
  func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    guard paths > 1 else { return -.infinity ... .infinity }
    let half = Distribution.studentT(freedom: Double(paths - 1)).quantile((1 + confidence) / 2) * standardError
    return (value - half)...(value + half)
  }
}

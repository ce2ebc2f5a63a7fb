package import EventSimulation
package import Randomness

/// The values of a measure, one a replication, in the order of the replications: complete and finite.
///
/// ```swift
/// let npv = try Sample("npv", [1, 2, 3])
/// npv.quantile(0.5)  // 2
/// let month = try Sample("month", [4, nil, 6], absence: .laterThanAny)
/// month.quantile(0.5)  // 6; month.quantile(0.9) is infinite: never
/// ```
/// A replication without a value is refused here, once, so that no estimator takes the survivors for all. Where absence
/// means later than any number it may stand as infinity among the values: that has quantiles, and no mean.
package struct Sample: Sendable, Hashable {
  /// What the values are, as the user calls it.
  package let name: String
  /// In the order of the replications, in the unit of the measure; infinite where it never came.
  package let values: [Double]
  /// The same values, the least first.
  package let sorted: [Double]

  /// - Parameter absence: what a missing value means, which is infinite where that is later than any.
  /// - Throws: ``InvalidValue`` for no value at all, for replications without a value unless absence is later than any,
  ///   and for values that aren't finite.
  package init(_ name: String, _ values: [Double?], absence: Absence = .unknown) throws(InvalidValue) {
    guard !values.isEmpty else {
      throw InvalidValue(name, "there are no values", remedy: "run at least one replication")
    }
    let known = values.compactMap(\.self)
    guard known.count == values.count || absence == .laterThanAny else {
      throw InvalidValue(
        name, "\(values.count - known.count) of \(values.count) replications have no value",
        remedy: "measure something that has a value in each, as the chance that it comes within the horizon")
    }
    guard let infinite = values.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) else {
      self.name = name
      self.values = values.map { $0 ?? .infinity }
      sorted = self.values.sorted()
      return
    }
    throw InvalidValue(
      name, "\(known.count { !$0.isFinite }) of \(known.count) values are not finite numbers",
      remedy: "look at replication \(infinite), which has \(values[infinite] ?? .nan)")
  }

  /// The number of replications, at least one.
  package var count: Int { values.count }

  /// Count, mean and variance, summed in the order of the replications.
  package var tally: Tally { Tally(values) }

  /// The mean of the values.
  package var mean: Double { tally.mean ?? .nan }

  /// Whether every value is the same, so that nothing can be learnt about their spread.
  package var isConstant: Bool { sorted[0] == sorted[sorted.count - 1] }

  /// The mean with Student's interval; the interval is unbounded for a single value.
  package func meanEstimate(confidence: Double = 0.95) -> Estimate { Estimate(meanOf: tally, confidence: confidence) }

  /// The value that a share `probability` of the values does not exceed.
  package func quantile(_ probability: Double, type: QuantileType = .linear) -> Double {
    type.quantile(probability, ofSorted: sorted)
  }
}

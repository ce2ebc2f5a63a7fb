import CGSL
import EventSimulation
import Randomness

/// The variance of a measure, split into what the inputs make and what chance makes within a design point.
///
/// ```swift
/// let split = try VarianceSplit(of: outputs, measure: "npv")  // outputs[point][replication]
/// // split.aleatoryShare is 0.3: of the variance between single runs, 30 % is no input's
/// ```
/// Indices of single runs share out only the rest. One-way analysis of variance with random effects: chance is the mean
/// square within points, inputs the excess of the mean square between them. Assumes as many replications for each point
/// and independent points; the interval assumes that both are about normal. Costs N R runs.
///
/// Searle, Casella and McCulloch 1992, Variance Components, chapter 3.
package struct VarianceSplit: Sendable, Hashable {
  /// The design points.
  package let points: Int
  /// The replications of each point.
  package let replications: Int
  /// The variance within a design point; `nil` for fewer than two replications.
  package let chance: Double?
  /// The variance between design points beyond what chance makes; 0 where the estimate is below, which is a warning.
  package let inputs: Double?
  /// The share of chance in the variance of a single run, from 0 to 1; `nil` where there is no variance to share.
  package let aleatoryShare: Double?
  /// The 95 % interval of the share; `nil` without one.
  package let interval: ClosedRange<Double>?
  package let warnings: [SensitivityWarning]

  /// The share of the width between two quantiles that would go if there were no chance, by the variance: 1 − √(1 − share).
  package var chanceShareOfWidth: Double? { aleatoryShare.map { 1 - (1 - min($0, 1)).squareRoot() } }

  /// The share of chance in the variance of the mean of so many replications of a point.
  package func aleatoryShare(averaging count: Int) -> Double? {
    precondition(count > 0, "a mean is of one replication at least")
    guard let chance, let inputs, aleatoryShare != nil else { return nil }
    return chance / Double(count) / (chance / Double(count) + inputs)
  }

  private static let recommendedPoints = 20

  /// Splits the variance of outputs by design point, then by replication.
  /// - Throws: ``SensitivityError`` for a design point with an output that is no finite number.
  package init(of outputs: [[Double]], measure: String) throws(SensitivityError) {
    let failed = outputs.indices.filter { point in outputs[point].contains { !$0.isFinite } }
    if let first = failed.first {
      throw .missingReplications(measure: measure, firstPoint: first, count: failed.count)
    }
    points = outputs.count
    let replications = outputs.first?.count ?? 0
    self.replications = replications
    precondition(outputs.allSatisfy { $0.count == replications }, "every design point has as many replications")
    let rows = points * replications
    var warnings: [SensitivityWarning] = []
    if points < Self.recommendedPoints {
      warnings.append(.tooFewRows(rows: rows, recommended: Self.recommendedPoints * max(replications, 2)))
    }
    let values = OutputTolerance.withoutRounding(outputs.flatMap(\.self)).compactMap(\.self)
    let outputs = (0..<outputs.count).map { Array(values[$0 * replications..<($0 + 1) * replications]) }
    let between = Tally(outputs.compactMap { Tally($0).mean }).variance.map { $0 * Double(replications) }
    let variances = outputs.compactMap { Tally($0).variance }
    guard points > 1, replications > 1, let between else {
      (chance, inputs, aleatoryShare, interval) = (nil, nil, nil, nil)
      if replications == 1 { warnings.append(.tooFewRows(rows: rows, recommended: 2 * rows)) }
      self.warnings = warnings
      return
    }
    let within = variances.reduce(0, +) / Double(variances.count)
    let excess = (between - within) / Double(replications)
    if excess < 0 { warnings.append(.negativeVarianceOfInputs(estimate: excess)) }
    let all = within + max(excess, 0)
    chance = within
    inputs = max(excess, 0)
    if all > 0 {
      let share = within / all
      aleatoryShare = share
      interval = Self.interval(between, within, points, replications)
      if share > 0.5 { warnings.append(.chanceDominates(share: share)) }
    } else {
      (aleatoryShare, interval) = (nil, nil)
      warnings.append(.constantOutput)
    }
    self.warnings = warnings
  }

  /// The exact interval for normal effects: the ratio of mean squares is one of F, scaled.
  private static func interval(
    _ between: Double, _ within: Double, _ points: Int, _ replications: Int
  ) -> ClosedRange<Double>? {
    guard within > 0 else { return 0...0 }
    ScientificLibrary.prepare()
    let freedoms = (Double(points - 1), Double(points * (replications - 1)))
    let r = Double(replications)
    // The share of the inputs at each end, (F/F* - 1) / (F/F* + R - 1), not below 0.
    let ends = [0.025, 0.975].map { probability in
      let ratio = between / within / gsl_cdf_fdist_Pinv(probability, freedoms.0, freedoms.1)
      return 1 - max((ratio - 1) / (ratio + r - 1), 0)
    }
    return min(ends[0], ends[1])...max(ends[0], ends[1])
  }
}

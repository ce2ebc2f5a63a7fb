import EventSimulation

/// A mean from groups of replications that depend on each other, as antithetic pairs and blocks of a design do.
///
/// The means of the groups are independent, and tell the error. The gain is how many times as many independent
/// replications the same interval would have taken; below 1 the grouping did harm, as antithetic pairs do where the measure
/// neither rises nor falls with its draws. Hammersley and Morton 1956; Law 2015, section 11.3; Owen 1997 for scrambled nets.
package struct GroupedMean: Sendable, Hashable {
  private let groupSize: Int
  private var all = Tally()
  private var groups = Tally()
  private var sum = 0.0
  private var filled = 0

  /// - `groupSize`: the replications of a group, which follow each other.
  package init(groupSize: Int) {
    precondition(groupSize > 0, "a group has at least one replication")
    self.groupSize = groupSize
  }

  /// Adds the next replication.
  package mutating func add(_ value: Double) {
    all.add(value)
    sum += value
    filled += 1
    guard filled == groupSize else { return }
    groups.add(sum / Double(groupSize))
    (sum, filled) = (0, 0)
  }

  /// The mean over the full groups, with Student's interval of their means; `nil` for fewer than two groups.
  package func estimate(confidence: Double = 0.95) -> ReducedEstimate? {
    guard groups.count > 1, let between = groups.variance, let within = all.variance else { return nil }
    let independent = within / Double(groupSize)
    return ReducedEstimate(
      mean: Estimate(meanOf: groups, confidence: confidence), gain: independent == between ? 1 : independent / between)
  }
}

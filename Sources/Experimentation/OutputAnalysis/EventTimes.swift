/// In which month an event came, over the replications: a survival curve, with those in which it never came.
///
/// Where it does not come within the horizon it is not known when it would have: the curve ends there, and no mean of
/// those in which it came says anything of the others. Without censoring before the horizon's end it is the estimate of
/// Kaplan and Meier 1958.
package struct EventTimes: Sendable, Hashable {
  /// Replications in which it came, by month from 1.
  private var counts: [Int]
  /// Replications in which it did not come within the horizon.
  package private(set) var never = 0
  /// All replications.
  package private(set) var count = 0

  /// - `months`: of the horizon.
  package init(months: Int) { counts = Array(repeating: 0, count: months) }

  package var months: Int { counts.count }

  /// Adds a replication; a part of a month counts as the month in which it ends.
  package mutating func add(_ month: Double?) {
    count += 1
    guard let month, month <= Double(counts.count) else {
      never += 1
      return
    }
    counts[max(Int(month.rounded(.up)), 1) - 1] += 1
  }

  /// The chance that it has come by the end of each month from 1, with Wilson's interval; at least one replication.
  package var chances: [Estimate] {
    var come = 0
    return counts.map { month in
      come += month
      return Proportion(come, of: count).estimate()
    }
  }

  /// The chance that it does not come within the horizon.
  package var chanceOfNever: Estimate { Proportion(never, of: count).estimate() }
}

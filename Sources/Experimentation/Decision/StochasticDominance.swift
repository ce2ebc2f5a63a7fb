/// That one payoff is preferred to another by every decision maker of a kind, whatever their utility.
///
/// First order: by all who like more; each of its quantiles is at least as high. Second order: by all who like more and
/// dislike risk; the mean of its worst outcomes is at least as high, for any share of them. It is said of the samples as
/// they are: where the quantiles lie close together, more replications may undo it.
/// Hadar and Russell 1969; Levy 1992, "Stochastic Dominance and Expected Utility".
package struct StochasticDominance: Sendable, Hashable {
  package enum Order: Int, Sendable, Hashable {
    case first = 1
    case second = 2
  }

  /// The strongest order that holds.
  package let order: Order
  /// Whether it is the first of the two that is preferred.
  package let firstIsPreferred: Bool

  /// `nil` where neither dominates the other, as where both are distributed alike.
  package init?(_ first: Sample, _ second: Sample) {
    precondition(first.count == second.count, "dominance is read off as many replications of each")
    let gaps = zip(first.sorted, second.sorted).map { $0 - $1 }
    var (sum, least, greatest) = (0.0, 0.0, 0.0)
    for gap in gaps {
      sum += gap
      least = min(least, sum)
      greatest = max(greatest, sum)
    }
    let differ = gaps.contains { $0 != 0 }
    if differ && gaps.allSatisfy({ $0 >= 0 }) {
      (order, firstIsPreferred) = (.first, true)
    } else if differ && gaps.allSatisfy({ $0 <= 0 }) {
      (order, firstIsPreferred) = (.first, false)
    } else if differ && least >= 0 {
      (order, firstIsPreferred) = (.second, true)
    } else if differ && greatest <= 0 {
      (order, firstIsPreferred) = (.second, false)
    } else {
      return nil
    }
  }
}

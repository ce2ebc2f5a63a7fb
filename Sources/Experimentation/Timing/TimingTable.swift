import Economics
import Randomness

/// What acting on each date brings on each of many futures, what never acting brings, and what was known on each date.
///
/// Values are at their worth at time zero, so that dates can be compared.
package struct TimingTable: Sendable {
  /// The dates, in months from the start, rising.
  package let months: [Int]
  package let signals: [String]
  package let replications: Range<Int>
  /// By replication: of never acting.
  package private(set) var never: [Double] = []
  /// By replication, then by date.
  package private(set) var values: [[Double]] = []
  /// By replication, date and signal.
  package private(set) var known: [[[Double]]] = []

  package init(months: [Int], signals: [String], replications: Range<Int>) {
    self.months = months
    self.signals = signals
    self.replications = replications
  }

  /// Adds the next replication.
  package mutating func add(never: Double, values: [Double], known: [[Double]]) {
    precondition(values.count == months.count && known.count == months.count, "a date has a value and what is known")
    self.never.append(never)
    self.values.append(values)
    self.known.append(known)
  }

  package var count: Int { never.count }

  /// What acting on the dates brings; never where there is none.
  func values(actingOn dates: [Int?]) -> [Double] {
    dates.enumerated().map { replication, date in date.map { values[replication][$0] } ?? never[replication] }
  }

  /// What the best date of each future brings, for who knows it beforehand.
  var bestValues: [Double] { zip(values, never).map { max($0.max() ?? $1, $1) } }

  /// The futures as paths on which one may act once: what acting on a date turns out to bring beyond never acting.
  func paths() throws -> DecisionPaths {
    try DecisionPaths(
      times: months.map { Double($0) / 12 }, variables: signals, payoffsAreKnown: false, replications: replications
    ) { replication in
      let row = replication - replications.lowerBound
      return zip(known[row], values[row]).map { known, value in
        DecisionPaths.Date(state: known, payoff: value - never[row])
      }
    }
  }
}

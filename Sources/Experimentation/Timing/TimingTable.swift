package import Economics
import Randomness

/// What acting on each date brings on each of many futures, what never acting brings, and what was known on each date.
///
/// Values are at their worth at time zero, so that dates can be compared.
package struct TimingTable: Sendable {
  /// The dates, in months from the start, rising.
  package let months: [Int]
  package let indicators: [String]
  package let replications: Range<Int>
  /// By replication: of never acting.
  package private(set) var never: [Double] = []
  /// By replication, then by date.
  package private(set) var values: [[Double]] = []
  /// By replication, date and indicator.
  package private(set) var known: [[[Double]]] = []

  package init(months: [Int], indicators: [String], replications: Range<Int>) {
    self.months = months
    self.indicators = indicators
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
      times: months.map { Double($0) / 12 }, variables: indicators, payoffsAreKnown: false, replications: replications
    ) { replication in
      let row = replication - replications.lowerBound
      return zip(known[row], values[row]).map { known, value in
        DecisionPaths.Date(state: known, payoff: value - never[row])
      }
    }
  }
}

/// A way to decide when to act.
package enum TimingStrategy: Sendable {
  /// On a date that is fixed beforehand, by its place.
  case on(Int)
  case never
  /// When an indicator meets a level.
  case trigger(IndicatorTrigger)
  /// While waiting is worth more than acting, as was learnt from other futures.
  case learnt(ExercisePolicy)

  /// The date on which one acts in each future; `nil` where one never does.
  func dates(on table: TimingTable) throws -> [Int?] {
    switch self {
    case .on(let date): Array(repeating: date, count: table.count)
    case .never: Array(repeating: nil, count: table.count)
    case .trigger(let trigger): trigger.dates(on: table)
    case .learnt(let policy): try policy.dates(on: try table.paths())
    }
  }
}

/// A rule for acting: on the first date on which an indicator is at or below a level, or at or above it.
package struct IndicatorTrigger: Sendable, Hashable {
  /// Its place among the indicators.
  package let indicator: Int
  package let isBelow: Bool
  package let level: Double

  /// Whether one acts on seeing this.
  func isMet(by known: [Double]) -> Bool { isBelow ? known[indicator] <= level : known[indicator] >= level }

  /// The date on which one acts in each future; `nil` where the level is not met.
  func dates(on table: TimingTable) -> [Int?] { table.known.map { $0.firstIndex(where: isMet) } }

  /// The trigger that brings most on average on these futures, among levels that were seen; `nil` without indicators.
  ///
  /// The futures flatter it: what it is worth others have to tell.
  static func best(on table: TimingTable) -> IndicatorTrigger? {
    var best: (trigger: IndicatorTrigger, mean: Double)?
    for indicator in table.indicators.indices {
      let seen = table.known.flatMap { $0.map { $0[indicator] } }.sorted()
      let levels = Set((0...levelsTried).map { seen[$0 * (seen.count - 1) / levelsTried] }).sorted()
      for isBelow in [true, false] {
        for level in levels {
          let trigger = IndicatorTrigger(indicator: indicator, isBelow: isBelow, level: level)
          let values = table.values(actingOn: trigger.dates(on: table))
          let mean = values.reduce(0, +) / Double(values.count)
          if mean > best?.mean ?? -.infinity { best = (trigger, mean) }
        }
      }
    }
    return best?.trigger
  }

  /// Levels of an indicator that are tried, evenly over what was seen.
  private static let levelsTried = 40
}

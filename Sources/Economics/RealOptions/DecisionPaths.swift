import Randomness

/// Simulated paths with one exercise on one of several dates: the state on each date, and the payoff of exercising.
package struct DecisionPaths: Sendable {
  /// Years from time zero, rising.
  package let times: [Double]
  /// What is known on a date, as it is called.
  package let variables: [String]
  /// Whether a payoff is known on its date; otherwise it is what acting turned out to bring.
  package let payoffsAreKnown: Bool
  /// The replications that the paths came from.
  package let replications: Range<Int>
  /// By date, variable and path.
  private let states: [Double]
  /// By date and path.
  private let payoffs: [Double]

  package var count: Int { replications.count }

  /// What is known on a date, and what acting then is worth on that date; below 0 where acting would lose.
  package struct Date: Sendable, Hashable {
    package let state: [Double]
    package let payoff: Double

    package init(state: [Double], payoff: Double) {
      self.state = state
      self.payoff = payoff
    }
  }

  /// Paths by their replications.
  ///
  /// - `variables`: what the state on a date consists of.
  /// - `payoffsAreKnown`: whether what acting brings is known on the date, or only what it turned out to bring on the
  ///   path: then it is estimated from the state, and what decides may not look at it.
  /// - `path`: the dates of a replication, as many as there are times.
  /// - Throws: `InvalidValue` for no paths, times that do not rise, and dates that do not fit or are not finite; and
  ///   what `path` throws.
  package init(
    times: [Double], variables: [String], payoffsAreKnown: Bool = true, replications: Range<Int>,
    path: (Int) throws -> [Date]
  ) throws {
    guard !replications.isEmpty, !times.isEmpty else {
      throw InvalidValue("decision paths", "there are \(replications.count) paths of \(times.count) dates")
    }
    guard times[0] >= 0, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw InvalidValue("decision paths", "their dates must rise from 0 years on")
    }
    let count = replications.count
    var states = Array(repeating: 0.0, count: times.count * variables.count * count)
    var payoffs = Array(repeating: 0.0, count: times.count * count)
    for (column, replication) in replications.enumerated() {
      let dates = try path(replication)
      guard dates.count == times.count, dates.allSatisfy({ $0.state.count == variables.count }) else {
        throw InvalidValue(
          "decision path of replication \(replication)",
          "\(times.count) dates with \(variables.count) numbers each were expected")
      }
      for (row, date) in dates.enumerated() {
        guard date.payoff.isFinite, date.state.allSatisfy(\.isFinite) else {
          throw InvalidValue(
            "decision path of replication \(replication), date \(row + 1)", "a state or a payoff is not finite")
        }
        payoffs[row * count + column] = date.payoff
        for (place, value) in date.state.enumerated() {
          states[(row * variables.count + place) * count + column] = value
        }
      }
    }
    self.times = times
    self.variables = variables
    self.payoffsAreKnown = payoffsAreKnown
    self.replications = replications
    self.states = states
    self.payoffs = payoffs
  }

  /// What acting on a date is worth, path by path.
  func payoffs(on date: Int) -> ArraySlice<Double> { payoffs[(date * count)..<((date + 1) * count)] }

  /// A variable on a date, path by path.
  func state(_ variable: Int, on date: Int) -> ArraySlice<Double> {
    let start = (date * variables.count + variable) * count
    return states[start..<(start + count)]
  }
}

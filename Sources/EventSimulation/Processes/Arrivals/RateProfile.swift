import Randomness

/// A piecewise constant arrival rate.
///
/// ```swift
/// Arrive(at: .rates([0: 2, 8: 30, 18: 10], every: 24))
/// ```
public struct RateProfile: Sendable, Hashable {
  @usableFromInline
  struct Step: Sendable, Hashable {
    @usableFromInline var start: Double
    @usableFromInline var rate: Double
  }

  let steps: [Step]
  let period: Double?

  /// A rate from each time on; before the first time it is 0, or with a period the last rate.
  ///
  /// - `rates`: Arrivals per unit of time, from each time on.
  /// - `period`: After which time the profile begins again, such as 24 where time is in hours; `nil` for never.
  public static func rates(
    _ rates: KeyValuePairs<Double, Double>, every period: Double? = nil, fileID: String = #fileID, line: Int = #line
  ) -> RateProfile {
    self.rates(rates.map { ($0.key, $0.value) }, every: period, fileID: fileID, line: line)
  }

  /// A rate from each time on, from a list.
  ///
  /// - `rates`: The times and the arrivals per unit of time from each on.
  /// - `period`: After which time the profile begins again; `nil` for never.
  public static func rates(
    _ rates: [(from: Double, rate: Double)], every period: Double? = nil, fileID: String = #fileID, line: Int = #line
  ) -> RateProfile {
    var steps = rates.map { Step(start: $0.from, rate: $0.rate) }
    if let problem = problem(steps, period) {
      ValidationErrors.report(
        InvalidValue("rates", problem, location: SourcePlace(fileID: fileID, line: line).description))
      return RateProfile(steps: [Step(start: 0, rate: 0)], period: nil)
    }
    if let first = steps.first, first.start > 0 {
      steps.insert(Step(start: 0, rate: period == nil ? 0 : steps[steps.count - 1].rate), at: 0)
    }
    return RateProfile(steps: steps, period: period)
  }

  private static func problem(_ steps: [Step], _ period: Double?) -> String? {
    if steps.isEmpty { return "a profile needs a rate" }
    if steps.contains(where: { !($0.rate >= 0 && $0.rate < .infinity) }) { return "a rate is a number from 0 on" }
    if !(steps[0].start >= 0) || steps.contains(where: { !($0.start < .infinity) }) {
      return "the times of a profile are numbers from 0 on"
    }
    if zip(steps, steps.dropFirst()).contains(where: { $0.start >= $1.start }) {
      return "the times of a profile must rise"
    }
    if let period {
      if !(period > steps[steps.count - 1].start && period < .infinity) {
        return "the period must lie behind the last time of the profile"
      }
      if steps.allSatisfy({ $0.rate == 0 }) { return "a profile that repeats needs a rate above 0" }
    }
    return nil
  }

  /// Whether arrivals never end.
  var isEndless: Bool { period != nil || steps.last.map { $0.rate > 0 } ?? false }
}

/// What a profile says: its rates, their integral, and profiles made of it.
extension RateProfile {
  /// Arrivals per unit of time at a time of at least 0.
  /// - Complexity: O(log n) in the number of rates.
  public func rate(at time: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    let isValid = ParameterList("rate", ["at": time]).isValid(file, line) { (list) throws(InvalidValue) in
      try list.requireFinite()
      try list.requireNonNegative("at")
    }
    return isValid ? RateClock(self, at: time).rate : 0
  }

  /// The expected number of arrivals between two times.
  /// - Complexity: O(n) in the number of rates, whatever the number of periods between.
  public func expected(
    from start: Double, to end: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    guard start >= 0, end >= start else {
      ValidationErrors.report(
        "expected(from: \(start.shortest), to: \(end.shortest))",
        "arrivals are expected from a time of at least 0 to a later one", file, line)
      return 0
    }
    return cumulative(to: end) - cumulative(to: start)
  }

  /// The expected numbers of arrivals in so many windows of equal length, one after the other from 0 on.
  /// - Complexity: O(n) in the number of rates and windows together, within the first period.
  package func expected(inWindowsOf length: Double, count: Int) -> [Double] {
    if let period, length * Double(count) >= period {
      return (0..<count).map { expected(from: Double($0) * length, to: Double($0 + 1) * length) }
    }
    // Of the steps before the current one, and of all until the last end.
    var (row, complete, last) = (0, 0.0, 0.0)
    return (1...max(count, 1)).prefix(count).map { window in
      let end = Double(window) * length
      while row + 1 < steps.count, steps[row + 1].start < end {
        complete += steps[row].rate * (steps[row + 1].start - steps[row].start)
        row += 1
      }
      let all =
        complete + (row < steps.count && steps[row].start < end ? steps[row].rate * (end - steps[row].start) : 0)
      defer { last = all }
      return all - last
    }
  }

  /// The mean rate of a profile that repeats; `nil` for one that doesn't.
  public var meanRate: Double? { period.map { cumulative(to: $0) / $0 } }

  /// The same profile with every rate times a factor of at least 0.
  public func scaled(by factor: Double, file: StaticString = #fileID, line: UInt = #line) -> RateProfile {
    let isValid = ParameterList("scaled", ["by": factor]).isValid(file, line) { (list) throws(InvalidValue) in
      try list.requireFinite()
      try list.requireNonNegative("by")
    }
    guard isValid else { return self }
    return RateProfile(steps: steps.map { Step(start: $0.start, rate: $0.rate * factor) }, period: period)
  }

  /// The arrivals expected from 0 on.
  private func cumulative(to time: Double) -> Double {
    var sum = 0.0
    var rest = time
    if let period, time >= period {
      let periods = (time / period).rounded(.down)
      sum = periods * cumulativeWithin(period)
      rest = max(0, time - periods * period)
    }
    return sum + cumulativeWithin(rest)
  }

  private func cumulativeWithin(_ time: Double) -> Double {
    var sum = 0.0
    for (row, step) in steps.enumerated() where step.start < time && step.rate > 0 {
      let end = row + 1 < steps.count ? min(steps[row + 1].start, time) : time
      sum += step.rate * (end - step.start)
    }
    return sum
  }
}

/// What a profile says: its rates, their integral, and profiles made of it.
extension RateProfile {
  /// Arrivals per unit of time at a time of at least 0.
  /// - Complexity: O(log n) in the number of rates.
  public func rate(at time: Double) -> Double { RateClock(self, at: time).rate }

  /// The arrivals expected from one time to a later one.
  /// - Complexity: O(n) in the number of rates, whatever the number of periods between.
  public func expected(from start: Double, to end: Double) -> Double {
    precondition(start >= 0 && end >= start, "arrivals are expected from a time of at least 0 to a later one")
    return cumulative(to: end) - cumulative(to: start)
  }

  /// The mean rate of a profile that repeats; `nil` for one that doesn't.
  public var meanRate: Double? { period.map { cumulative(to: $0) / $0 } }

  /// The same profile with every rate times a factor of at least 0.
  public func scaled(by factor: Double) -> RateProfile {
    precondition(factor >= 0 && factor < .infinity, "a profile is scaled by a number from 0 on, not \(factor)")
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

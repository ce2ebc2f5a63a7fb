/// A place in time that moves on by expected arrivals: the inverse of a profile's cumulative rate, walked along.
///
/// ```swift
/// var clock = RateClock(profile)
/// let time = clock.advance(expecting: stream.exponential(mean: 1))
/// ```
/// Steps of expected arrivals that are exponential with mean 1 give the non-homogeneous Poisson process, exactly.
/// - Complexity: O(1) a step, and for every rate that it passes.
@frozen
package struct RateClock: Sendable {
  @usableFromInline let steps: [RateProfile.Step]
  /// Infinite where the profile does not repeat.
  @usableFromInline let period: Double
  /// The periods that are over, and the time within this one.
  @usableFromInline var periods: Double
  @usableFromInline var local: Double
  @usableFromInline var row: Int
  /// Of the step that the clock is in: its rate, and when it ends within the period.
  @usableFromInline var _rate: Double
  @usableFromInline var end: Double
  @usableFromInline var _time: Double

  /// A clock that stands at a time of at least 0.
  package init(_ profile: RateProfile, at time: Double = 0) {
    precondition(time >= 0 && time < .infinity, "a clock stands at a time from 0 on, not at \(time)")
    steps = profile.steps
    period = profile.period ?? .infinity
    let over = (time / period).rounded(.down)
    let within = over > 0 ? max(0, time - over * period) : time
    periods = over
    local = within
    row = 0
    _rate = 0
    end = 0
    _time = time
    enter(steps.lastIndex { $0.start <= within } ?? 0)
  }

  /// The time at which the clock stands; infinite once the rates have ended.
  @inlinable
  package var time: Double { _time }

  /// The rate from here on.
  @inlinable
  package var rate: Double { _rate }

  /// Whether no arrival is expected any more.
  @inlinable
  package var hasEnded: Bool { _rate == 0 && end == .infinity }

  /// Moves on to a later time; to an earlier one it does not go back.
  @inlinable
  package mutating func skip(to time: Double) {
    while end <= time - base { enterNext() }
    local = Swift.max(local, time - base)
    _time = Swift.max(_time, time)
  }

  /// Moves on until that many arrivals are expected, and returns the time; infinite where the rates end before.
  @inlinable
  package mutating func advance(expecting area: Double) -> Double {
    let next = local + area / _rate
    // A rate of 0 makes this infinite, or not a number.
    guard next <= end, next < .infinity else { return advanceOn(expecting: area) }
    local = next
    return settle()
  }

  /// Moves on until that many arrivals are expected, but not beyond a time; returns those that are still to be expected
  /// at that time, 0 where the clock stopped before it.
  @inlinable
  package mutating func advance(expecting area: Double, until limit: Double) -> Double {
    var rest = area
    while true {
      let stop = Swift.min(end, limit - base)
      let span = Swift.max(0, stop - local)
      let passed = _rate > 0 ? _rate * span : 0
      if rest <= passed {
        local += rest > 0 ? rest / _rate : 0
        _ = settle()
        return 0
      }
      rest -= passed
      guard end <= limit - base, end < .infinity else {
        skip(to: limit)
        return rest
      }
      enterNext()
    }
  }

  /// When the present period began.
  @inlinable
  var base: Double { periods > 0 ? periods * period : 0 }

  @inlinable
  mutating func settle() -> Double {
    _time = Swift.max(_time, base + local)
    return _time
  }

  @usableFromInline
  mutating func advanceOn(expecting area: Double) -> Double {
    guard _time < .infinity else { return .infinity }
    var rest = area
    while true {
      let passed = _rate > 0 ? _rate * (end - local) : 0
      if _rate > 0, rest <= passed {
        local = Swift.min(local + rest / _rate, end)
        return settle()
      }
      guard end < .infinity else {
        _time = .infinity
        return .infinity
      }
      rest -= passed
      enterNext()
    }
  }

  /// Goes to the start of the next step, which may be that of the next period.
  @usableFromInline
  mutating func enterNext() {
    local = end
    if row + 1 < steps.count {
      enter(row + 1)
    } else {
      periods += 1
      local = 0
      enter(0)
    }
  }

  private mutating func enter(_ row: Int) {
    self.row = row
    _rate = steps[row].rate
    end = row + 1 < steps.count ? steps[row + 1].start : period
  }
}

import Randomness

/// Time average, variance, minimum and maximum of a piecewise constant level: a queue length, busy servers, a stock.
///
/// ```swift
/// var queue = TimeWeighted()
/// queue.set(2, at: 10)  // empty until 10, then two wait
/// queue.add(-1, at: 15)
/// queue.average(through: 20)  // (10 × 0 + 5 × 2 + 5 × 1) / 20 = 0.75
/// ```
/// A level is weighted by its duration. Statistics are calculated through a given time: the current level counts until then,
/// and the observation can continue.
@frozen
public struct TimeWeighted: Sendable, Hashable {
  @usableFromInline var _level: Double
  @usableFromInline var start: Double
  @usableFromInline var last: Double
  /// The level at the start, from which the sums below measure, so that a small variance about a high level is kept.
  @usableFromInline var origin: Double
  @usableFromInline var area: Double = 0
  @usableFromInline var squares: Double = 0
  @usableFromInline var least: Double = .infinity
  @usableFromInline var greatest: Double = -.infinity

  /// A level from a time on.
  @inlinable
  public init(_ level: Double = 0, at time: Double = 0) {
    _level = level
    start = time
    last = time
    origin = level
  }

  /// The level that holds now.
  @inlinable
  public var level: Double { _level }

  /// Sets the level from a time on, which may not lie before the last change: that is reported through
  /// `ValidationErrors`.
  /// - Complexity: O(1).
  @inlinable
  public mutating func set(_ level: Double, at time: Double, file: StaticString = #fileID, line: UInt = #line) {
    guard time >= last else { return TimeWeighted.report(time, before: last, file, line) }
    let duration = time - last
    if duration > 0 {
      let height = _level - origin
      let slice = height * duration
      area += slice
      squares += height * slice
      least = _level < least ? _level : least
      greatest = _level > greatest ? _level : greatest
      last = time
    }
    _level = level
  }

  /// Adds to the level from a time on.
  /// - Complexity: O(1).
  @inlinable
  public mutating func add(_ change: Double, at time: Double, file: StaticString = #fileID, line: UInt = #line) {
    set(_level + change, at: time, file: file, line: line)
  }

  /// Forgets what was before `time`, as at the end of a warm-up; the level goes on as it is.
  @inlinable
  public mutating func reset(at time: Double, file: StaticString = #fileID, line: UInt = #line) {
    guard time >= last else { return TimeWeighted.report(time, before: last, file, line) }
    self = TimeWeighted(_level, at: time)
  }

  /// The time from the start or the last reset through `time`.
  @inlinable
  public func duration(through time: Double) -> Double { time - start }

  /// The integral of the level over time, through `time`, in units of the level times units of time.
  public func integral(through time: Double) -> Double {
    let closed = closed(at: time)
    return closed.area + origin * (time - start)
  }

  /// The average of the level over time, through `time`; `nil` when no time has passed.
  public func average(through time: Double) -> Double? {
    let duration = time - start
    return duration > 0 ? closed(at: time).area / duration + origin : nil
  }

  /// The variance of the level over time, through `time`; `nil` when no time has passed.
  public func variance(through time: Double) -> Double? {
    let duration = time - start
    guard duration > 0 else { return nil }
    let closed = closed(at: time)
    let mean = closed.area / duration
    return max(0, closed.squares / duration - mean * mean)
  }

  /// The least level that lasted some time, through `time`; `nil` when no time has passed.
  public func minimum(through time: Double) -> Double? { time > start ? closed(at: time).least : nil }

  /// The greatest level that lasted some time, through `time`; `nil` when no time has passed.
  public func maximum(through time: Double) -> Double? { time > start ? closed(at: time).greatest : nil }

  @usableFromInline
  static func report(_ time: Double, before last: Double, _ file: StaticString, _ line: UInt) {
    ValidationErrors.report(
      "TimeWeighted", "the time is \(time.shortest); a number from the last change, at \(last.shortest), was expected",
      file, line)
  }

  private func closed(at time: Double) -> TimeWeighted {
    var closed = self
    closed.set(_level, at: time)
    return closed
  }
}

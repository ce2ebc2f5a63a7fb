public import EventSimulation
public import Randomness

/// A source of arrival times in seconds, in ascending order.
public protocol ArrivalProcess {
  /// The next arrival in seconds from the start; `nil` when there is none left.
  mutating func next() -> Double?
}

/// A renewal process whose clock runs with a rate profile, in seconds.
///
/// ```swift
/// var arrivals = RenewalArrivals(
///   .day(shape, meanRate: 5.5), gaps: .weibull(shape: 0.92), from: streams.stream("chat/arrivals"))
/// let first = arrivals.next()
/// ```
/// Gaps with mean 1 are added up on the scale of expected arrivals, and each arrival is mapped to the clock by the inverse of
/// the cumulative rate. Exponential gaps give exactly the non-homogeneous Poisson process; other gaps keep their burstiness
/// under any profile. Çinlar 1975; Gerhardt and Nelson 2009.
///
/// The process is stationary from the start: the start is not an arrival, so rates are those of the profile from time 0 on.
/// - Complexity: a draw and a step of the clock for each arrival; some 8 ns for Poisson arrivals.
public struct RenewalArrivals: ArrivalProcess {
  private var clock: RateClock
  private let gaps: ArrivalGaps
  private let stream: RandomStream
  private var hasStarted = false

  /// Arrivals with those gaps, whose rate follows the profile.
  public init(_ profile: RateProfile, gaps: ArrivalGaps, from stream: RandomStream) {
    clock = RateClock(profile)
    self.gaps = gaps
    self.stream = stream
  }

  /// Poisson arrivals whose rate follows the profile.
  public static func poisson(_ profile: RateProfile, from stream: RandomStream) -> RenewalArrivals {
    RenewalArrivals(profile, gaps: .exponential, from: stream)
  }

  /// Arrivals with gamma gaps of coefficient of variation `variation`: 1 is Poisson, above 1 is bursty.
  public static func gamma(
    _ profile: RateProfile, variation: Double, from stream: RandomStream, file: StaticString = #fileID,
    line: UInt = #line
  ) -> RenewalArrivals {
    RenewalArrivals(profile, gaps: .gamma(variation: variation, file: file, line: line), from: stream)
  }

  /// Arrivals with Weibull gaps of coefficient of variation `variation`: 1 is Poisson, above 1 is bursty.
  public static func weibull(
    _ profile: RateProfile, variation: Double, from stream: RandomStream, file: StaticString = #fileID,
    line: UInt = #line
  ) -> RenewalArrivals {
    RenewalArrivals(profile, gaps: .weibull(variation: variation, file: file, line: line), from: stream)
  }

  public mutating func next() -> Double? {
    let gap: Double
    if hasStarted {
      gap = gaps.distribution.draw(from: stream)
    } else {
      gap = gaps.residual(from: stream)
      hasStarted = true
    }
    let time = clock.advance(expecting: gap)
    return time < .infinity ? time : nil
  }
}

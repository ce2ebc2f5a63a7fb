public import EventSimulation
public import Randomness

/// A renewal process whose clock runs with a rate profile, in seconds.
///
/// Gaps with mean 1 are laid end to end on the scale of expected arrivals, and each end is carried to the clock by the
/// inverse of the cumulative rate. With exponential gaps that is the non-homogeneous Poisson process, exactly;
/// with gamma gaps it keeps their burstiness under any profile. Çinlar 1975; Gerhardt and Nelson 2009.
public struct RenewalArrivals: ArrivalProcess {
  private let profile: RateProfile
  private let gaps: Distribution
  private let stream: RandomStream
  private var time = 0.0

  /// Poisson arrivals whose rate follows the profile.
  public static func poisson(_ profile: RateProfile, from stream: RandomStream) -> RenewalArrivals {
    RenewalArrivals(profile: profile, gaps: .exponential(mean: 1), stream: stream)
  }

  /// Arrivals with gamma gaps of coefficient of variation `variation`: 1 is Poisson, above 1 is bursty.
  public static func gamma(
    _ profile: RateProfile, variation: Double, from stream: RandomStream, file: StaticString = #fileID,
    line: UInt = #line
  ) -> RenewalArrivals {
    RenewalArrivals(
      profile: profile, gaps: .gamma(mean: 1, variation: variation, file: file, line: line), stream: stream)
  }

  public mutating func next() -> Double? {
    guard time < .infinity else { return nil }
    time = profile.time(after: time, expecting: gaps.draw(from: stream))
    return time < .infinity ? time : nil
  }
}

import Randomness

/// When the transactions of a source arrive.
enum ArrivalPattern: Sendable {
  /// A drawn time after each other.
  case renewal
  /// At the times of a sequence, with its attributes; each run begins it anew.
  case trace(@Sendable (RandomStream) -> AnyIterator<TracedArrival>)
  /// At a rate that a function gives, by thinning arrivals of the greatest rate. Lewis and Shedler 1979.
  case rate(@Sendable (Double) -> Double, atMost: Double)
  /// At a rate that changes in steps, by inversion of its integral.
  case profile(RateProfile)
}

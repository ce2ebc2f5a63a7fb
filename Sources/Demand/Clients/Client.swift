public import EventSimulation
import Randomness

/// One who sends requests: how many, how unevenly, how long.
///
/// ```swift
/// Client(rate: 0.45, gaps: .weibull(variation: 3.8), lengths: lengths)
/// ```
public struct Client: Sendable, Hashable {
  /// Mean requests a second.
  public let rate: Double
  /// How unevenly its requests follow each other.
  public let gaps: ArrivalGaps
  /// How long its prompts and answers are.
  public let lengths: TokenLengths
  /// The client's own profile, as multiples of its rate; `nil` where it follows that of all.
  public let pattern: RateProfile?

  /// - `rate`: requests a second, at least 0.
  /// - `pattern`: how the rate changes over time, as multiples of it; without one the client follows all others.
  public init(
    rate: Double, gaps: ArrivalGaps = .exponential, lengths: TokenLengths, pattern: RateProfile? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let isRate = rate >= 0 && rate < .infinity
    if !isRate {
      ValidationErrors.report(
        InvalidValue(
          "Client(rate: \(rate.shortest))", "a client sends a number of requests a second from 0 on",
          location: "\(file):\(line)"))
    }
    self.rate = isRate ? rate : 0
    self.gaps = gaps
    self.lengths = lengths
    self.pattern = pattern
  }
}

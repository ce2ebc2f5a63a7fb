public import Randomness

/// What serves the requests that the fleet has no room for: an interface that is paid by the token, with latencies of its own.
///
/// ```swift
/// OverflowService("the API", timeToFirstToken: .lognormal(mean: 0.6, deviation: 0.4), perToken: .constant(0.02))
/// ```
/// It takes whatever comes, at once, and each request draws its own latencies.
public struct OverflowService: Sendable, Hashable {
  /// What results call it.
  public let name: String
  /// Seconds until the first token.
  public let timeToFirstToken: Distribution
  /// Seconds from one token to the next, drawn once a request.
  public let perToken: Distribution

  /// A service by the latencies that its requests draw.
  public init(
    _ name: String, timeToFirstToken: Distribution, perToken: Distribution, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.name = name
    self.timeToFirstToken = timeToFirstToken
    self.perToken = perToken
    for (what, latency) in [("timeToFirstToken", timeToFirstToken), ("perToken", perToken)]
    where latency.support.lowerBound < 0 {
      ValidationErrors.report(
        InvalidValue("\(what): \(latency)", "a latency is at least 0 s", location: "\(file):\(line)"))
    }
  }
}

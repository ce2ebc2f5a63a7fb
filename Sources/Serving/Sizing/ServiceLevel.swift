import Randomness

/// What is promised to those who send requests: a latency that a share of them stays below.
///
/// ```swift
/// ServiceLevel(.timeToFirstToken, p95: .milliseconds(500))
/// ```
public struct ServiceLevel: Sendable, Hashable, CustomStringConvertible {
  /// Which latency is meant.
  public enum Latency: String, Sendable, Hashable, CaseIterable {
    /// From arrival until a replica begins.
    case wait
    /// From arrival until the first token.
    case timeToFirstToken = "time to first token"
    /// From one token to the next, on average over an answer.
    case timePerOutputToken = "time per output token"
    /// From arrival until the last token.
    case endToEnd = "end to end"
  }

  /// The latency that is promised.
  public let latency: Latency
  /// The share of requests that stay below the limit.
  public let share: Double
  /// Seconds.
  public let limit: Double

  /// A latency that 95 % of the requests stay below.
  public init(_ latency: Latency, p95 limit: Duration, file: StaticString = #fileID, line: UInt = #line) {
    self.init(latency, share: 0.95, within: limit, file: file, line: line)
  }

  /// A latency that 99 % of the requests stay below.
  public init(_ latency: Latency, p99 limit: Duration, file: StaticString = #fileID, line: UInt = #line) {
    self.init(latency, share: 0.99, within: limit, file: file, line: line)
  }

  /// A latency that a share of the requests stays below.
  public init(
    _ latency: Latency, share: Double, within limit: Duration, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.latency = latency
    self.share = share
    self.limit = limit / .seconds(1)
    if !(share > 0 && share < 1 && self.limit >= 0) {
      ValidationErrors.report(
        InvalidValue(
          "ServiceLevel(.\(latency), share: \(share), within: \(limit))",
          "a share lies between 0 and 1 and a latency is at least 0", location: "\(file):\(line)"))
    }
  }

  public var description: String { "\(Int((share * 100).rounded())) % \(latency.rawValue) within \(limit) s" }
}

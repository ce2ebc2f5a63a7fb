import Randomness

/// A service level: a latency that a share of the requests stays below.
///
/// ```swift
/// ServiceLevel(.timeToFirstToken, p95: .milliseconds(500))
/// ```
public struct ServiceLevel: Sendable, Hashable, CustomStringConvertible {
  /// A latency.
  public enum Latency: String, Sendable, Hashable, CaseIterable {
    /// From arrival to the beginning of service.
    case wait
    /// From arrival to the first token.
    case timeToFirstToken = "time to first token"
    /// The mean time between tokens of an answer.
    case timePerOutputToken = "time per output token"
    /// From arrival to the last token.
    case endToEnd = "end to end"
  }

  /// The latency.
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

/// Latencies and running sequences of a deployment by the rate per replica.
///
/// Between the simulated loads it is interpolated linearly, and constant beyond the highest.
public struct LoadProfile: Sendable, Hashable {
  /// One load.
  public struct Point: Sendable, Hashable, Codable {
    /// Requests a second of each replica.
    public let rate: Double
    /// Running sequences of a replica, averaged over time.
    public let atWork: Double
    /// The share of time in which a replica runs steps.
    public let busy: Double
    /// Time to first token in seconds: the 50th, 95th and 99th percentile.
    public let timeToFirstToken: [Double]
    /// Time per output token in seconds: the 50th, 95th and 99th percentile.
    public let timePerOutputToken: [Double]
    /// End-to-end time in seconds: the 50th, 95th and 99th percentile.
    public let endToEnd: [Double]
    /// Wait in seconds: the 50th, 95th and 99th percentile.
    public let wait: [Double]
  }

  /// The percentiles that are kept.
  public static let percentiles = [50.0, 95, 99]

  /// By rising rate, at least one.
  public let points: [Point]

  /// A value at a rate per replica.
  public func value(at rate: Double, of property: (Point) -> Double) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    // Below the lowest load latencies hardly change and are those of that load.
    if rate <= first.rate { return property(first) }
    if rate >= last.rate { return property(last) }
    let above = points.firstIndex { $0.rate >= rate } ?? points.count - 1
    let (a, b) = (points[above - 1], points[above])
    let weight = (rate - a.rate) / (b.rate - a.rate)
    return property(a) + weight * (property(b) - property(a))
  }

  /// The same where everything takes that many times as long.
  func slower(by factor: Double) -> LoadProfile {
    LoadProfile(
      points: points.map { point in
        func longer(_ seconds: [Double]) -> [Double] { seconds.map { $0 * factor } }
        return Point(
          rate: point.rate / factor, atWork: point.atWork, busy: point.busy,
          timeToFirstToken: longer(point.timeToFirstToken), timePerOutputToken: longer(point.timePerOutputToken),
          endToEnd: longer(point.endToEnd), wait: longer(point.wait))
      })
  }

  /// Running sequences of a replica at a rate; proportional to the rate below the lowest simulated load.
  public func atWork(at rate: Double) -> Double {
    guard let first = points.first, rate < first.rate, first.rate > 0 else { return value(at: rate) { $0.atWork } }
    return first.atWork * rate / first.rate
  }
}

public import EventSimulation
public import Randomness

/// The service that takes the requests for which the fleet has no room: an API with its own latencies.
///
/// ```swift
/// OverflowService("the API", timeToFirstToken: .lognormal(mean: 0.6, deviation: 0.4), perToken: .constant(0.02))
/// ```
/// Its capacity is unlimited, and each request draws its latencies.
public struct OverflowService: Sendable, Hashable {
  /// Its name in results.
  public let name: String
  /// Seconds until the first token.
  public let timeToFirstToken: Distribution
  /// Seconds from one token to the next, drawn once a request.
  public let perToken: Distribution

  /// A service with the distributions of its latencies.
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

/// The latencies of the requests that an overflow service took.
///
/// In seconds since the arrival of a request.
public struct OverflowRecord: Sendable {
  /// The service.
  public let service: OverflowService
  /// Time to first token.
  public let timeToFirstToken: Observations
  /// End-to-end time.
  public let endToEnd: Observations
}

/// Draws the latencies of the requests that an overflow service takes, and keeps sums and percentiles.
struct OverflowRecorder: ~Copyable {
  private let service: OverflowService
  private let first: RandomStream
  private let rest: RandomStream
  private var timeToFirstToken = ObservationRecorder()
  private var endToEnd = ObservationRecorder()

  init(_ service: OverflowService, _ streams: Streams) {
    self.service = service
    first = streams.stream("overflow/first tokens")
    rest = streams.stream("overflow/tokens")
  }

  /// Serves a request that was forwarded at a time; its earlier wait counts.
  mutating func serve(_ request: RequestState, at now: Double) {
    let before = now - request.arrival
    let first = before + max(service.timeToFirstToken.draw(from: first), 0)
    timeToFirstToken.add(first)
    endToEnd.add(first + max(service.perToken.draw(from: rest), 0) * Double(request.output - 1))
  }

  borrowing func record() -> OverflowRecord {
    OverflowRecord(
      service: service, timeToFirstToken: timeToFirstToken.observations(), endToEnd: endToEnd.observations())
  }
}

public import EventSimulation

/// What became of the requests that an overflow service took.
///
/// Latencies are in seconds, from the arrival of a request on.
public struct OverflowRecord: Sendable {
  public let service: OverflowService
  public let timeToFirstToken: Observations
  public let endToEnd: Observations
}

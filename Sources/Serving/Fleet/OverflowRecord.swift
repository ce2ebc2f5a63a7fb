public import EventSimulation

/// What became of the requests that an overflow service took.
///
/// Latencies are in seconds, from the arrival of a request on.
public struct OverflowRecord: Sendable {
  /// Who took them.
  public let service: OverflowService
  /// Seconds until the first token.
  public let timeToFirstToken: Observations
  /// Seconds until the last token.
  public let endToEnd: Observations
}

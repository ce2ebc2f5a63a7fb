/// What became of one request that was answered.
///
/// Latencies are in seconds.
public struct RequestResult: Sendable, Hashable {
  /// The request's place among all that came, from 0.
  public let number: Int
  /// The replica that answered it, from 0 over all pools in their order.
  public let replica: Int
  /// When it came.
  public let arrival: Double
  /// The tokens of its prompt.
  public let inputTokens: Int
  /// Tokens of the answer, at least 1.
  public let outputTokens: Int
  /// From the arrival until its first step begins.
  public let queue: Double
  /// From the arrival until the first token is out.
  public let timeToFirstToken: Double
  /// From the arrival until the answer is complete.
  public let endToEnd: Double
  /// How often its memory was taken away.
  public let preemptions: Int

  /// The mean time from one token to the next: (end to end − time to first token) / (output tokens − 1); `nil` for an
  /// answer of one token, which has no next.
  public var timePerOutputToken: Double? {
    outputTokens > 1 ? (endToEnd - timeToFirstToken) / Double(outputTokens - 1) : nil
  }
}

public import Demand
public import Randomness

/// Requests that arrive by a process and whose lengths are drawn.
///
/// ```swift
/// DrawnRequests(
///   RenewalArrivals.poisson(.constant(5), from: streams.stream("chat/arrivals")),
///   lengths: .azureConversation, from: streams, named: "chat", until: 3600)
/// ```
/// Lengths are whole numbers of tokens, at least 1.
public struct DrawnRequests<Arrivals: ArrivalProcess>: RequestSource {
  private var arrivals: Arrivals
  private let lengths: TokenLengths
  private let input: RandomStream
  private let output: RandomStream
  private let end: Double

  ///
  /// - `name`: the streams of the lengths are `name/input tokens` and `name/output tokens`.
  /// - `end`: seconds after which no request comes.
  public init(
    _ arrivals: Arrivals, lengths: TokenLengths, from streams: Streams, named name: String,
    until end: Double = .infinity
  ) {
    self.arrivals = arrivals
    self.lengths = lengths
    self.end = end
    input = streams.stream("\(name)/input tokens")
    output = streams.stream("\(name)/output tokens")
  }

  public mutating func nextRequest() -> RequestTrace.Request? {
    guard let arrival = arrivals.next(), arrival <= end else { return nil }
    return RequestTrace.Request(
      arrival: arrival, inputTokens: Self.tokens(lengths.input, input),
      outputTokens: Self.tokens(lengths.output, output))
  }

  private static func tokens(_ distribution: Distribution, _ stream: RandomStream) -> Int {
    // Beyond what any model takes, so that it is refused and not a trap.
    max(1, Int(min(distribution.draw(from: stream), 1e9).rounded()))
  }
}

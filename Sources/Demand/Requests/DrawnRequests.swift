public import Randomness

/// Requests whose arrivals and lengths are drawn independently of each other.
///
/// ```swift
/// let requests = DrawnRequests(
///   HawkesArrivals(profile, branching: 0.4, meanDelay: 30, from: streams.stream("chat/arrivals")), lengths: lengths,
///   from: streams, named: "chat", until: 3600)
/// ```
public struct DrawnRequests<Arrivals: ArrivalProcess>: RequestSource {
  private var arrivals: Arrivals
  private let lengths: TokenLengths
  private let lengthStreams: LengthStreams
  private let end: Double
  private var number = 0

  /// - `streams`, `name`: lengths are drawn from the streams `name/input tokens` and `name/output tokens`.
  /// - `end`: seconds after which no request comes.
  public init(
    _ arrivals: Arrivals, lengths: TokenLengths, from streams: Streams, named name: String,
    until end: Double = .infinity
  ) {
    self.arrivals = arrivals
    self.lengths = lengths
    self.end = end
    lengthStreams = LengthStreams(streams, named: name)
  }

  public mutating func nextRequest() -> InferenceRequest? {
    guard let arrival = arrivals.next(), arrival <= end else { return nil }
    let (input, output) = lengthStreams.draw(lengths)
    defer { number += 1 }
    return InferenceRequest(arrival: arrival, inputTokens: input, outputTokens: output, session: number)
  }
}

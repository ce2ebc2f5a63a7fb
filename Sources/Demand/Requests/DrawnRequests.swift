public import Randomness

/// Requests whose arrivals and lengths are drawn independently of each other.
///
/// ```swift
/// let requests = DrawnRequests(
///   HawkesArrivals(profile, branching: 0.4, meanDelay: 30, from: streams.stream("chat/arrivals")), lengths: lengths,
///   from: streams.stream("chat/lengths"))
/// ```
public struct DrawnRequests<Arrivals: ArrivalProcess>: RequestSource {
  private var arrivals: Arrivals
  private let lengths: TokenLengths
  private let stream: RandomStream
  private var number = 0

  /// - `stream`: from which the lengths are drawn, other than that of the arrivals.
  public init(_ arrivals: Arrivals, lengths: TokenLengths, from stream: RandomStream) {
    self.arrivals = arrivals
    self.lengths = lengths
    self.stream = stream
  }

  public mutating func nextRequest() -> InferenceRequest? {
    guard let arrival = arrivals.next() else { return nil }
    let (input, output) = lengths.draw(from: stream)
    defer { number += 1 }
    return InferenceRequest(arrival: arrival, inputTokens: input, outputTokens: output, session: number)
  }
}

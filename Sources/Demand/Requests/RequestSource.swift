/// A source of requests, one by one, in the order of their arrival.
///
/// ```swift
/// var source = DrawnRequests(
///   RenewalArrivals.poisson(.constant(5.5), from: streams.stream("chat/arrivals")), lengths: lengths, from: streams,
///   named: "chat")
/// while let request = source.nextRequest(), request.arrival < 3600 { … }
/// ```
/// Requests are drawn (``DrawnRequests``), come from clients (``ClientRequests``) or conversations (``SessionRequests``),
/// or were recorded (``TraceArrivals``, ``ResampledTrace``). Where the next question waits for the answer, the one who
/// answers has to say when that was: ``ConversationSource``.
public protocol RequestSource {
  /// The next request; `nil` when there is none left.
  mutating func nextRequest() -> InferenceRequest?
}

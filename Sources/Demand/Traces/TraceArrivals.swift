/// The requests of a trace in their order, at their own times or faster and slower by a factor.
public struct TraceArrivals: ArrivalProcess, RequestSource {
  private let trace: RequestTrace
  private let scale: Double
  private var position = 0

  /// - `rate`: how many times the recorded rate; 2 lets the same requests arrive in half the time.
  public init(_ trace: RequestTrace, timesRate rate: Double = 1) {
    precondition(rate > 0 && rate.isFinite, "a trace is replayed at a positive multiple of its rate")
    self.trace = trace
    scale = 1 / rate
  }

  /// The next request, with its arrival on the scaled clock.
  public mutating func nextRequest() -> InferenceRequest? {
    guard position < trace.requests.count else { return nil }
    var request = trace.requests[position]
    position += 1
    request.arrival *= scale
    return request
  }

  public mutating func next() -> Double? { nextRequest()?.arrival }
}

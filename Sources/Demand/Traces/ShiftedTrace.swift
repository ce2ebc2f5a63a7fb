/// The requests of a trace in their order, the first of which comes at time 0.
package struct ShiftedTrace: RequestSource {
  private let trace: RequestTrace
  private let start: Double
  private let scale: Double
  private var position = 0

  /// - `rate`: how many times the recorded rate; 2 lets the same requests arrive in half the time.
  package init(_ trace: RequestTrace, timesRate rate: Double = 1) {
    precondition(rate > 0 && rate.isFinite, "a trace is replayed at a positive multiple of its rate")
    self.trace = trace
    start = trace.requests[0].arrival
    scale = 1 / rate
  }

  package mutating func nextRequest() -> InferenceRequest? {
    guard position < trace.requests.count else { return nil }
    var request = trace.requests[position]
    position += 1
    request.arrival = (request.arrival - start) * scale
    return request
  }
}

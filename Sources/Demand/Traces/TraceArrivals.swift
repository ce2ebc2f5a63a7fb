import Randomness

/// The requests of a trace in their order, at the recorded times or faster or slower by a factor.
public struct TraceArrivals: ArrivalProcess, RequestSource {
  private let trace: RequestTrace
  private let start: Double
  private let scale: Double
  private var position = 0

  /// - `rate`: how many times the recorded rate; 2 lets the same requests arrive in half the time.
  /// - `fromFirst`: whether the first request arrives at time 0, not at its recorded time.
  public init(
    _ trace: RequestTrace, timesRate rate: Double = 1, fromFirst: Bool = false, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isRate = rate > 0 && rate < .infinity
    if !isRate {
      ValidationErrors.report(
        InvalidValue(
          "TraceArrivals(timesRate: \(rate.shortest))", "a trace is replayed at a positive multiple of its rate",
          remedy: "write 1 for the recorded rate", location: "\(file):\(line)"))
    }
    self.trace = trace
    start = fromFirst ? trace.requests[0].arrival : 0
    scale = isRate ? 1 / rate : 1
  }

  /// The next request, with its arrival on the scaled clock.
  public mutating func nextRequest() -> InferenceRequest? {
    guard position < trace.requests.count else { return nil }
    var request = trace.requests[position]
    position += 1
    request.arrival = (request.arrival - start) * scale
    return request
  }

  public mutating func next() -> Double? { nextRequest()?.arrival }
}

public import EventSimulation
import Randomness

extension RequestTrace {
  /// The trace's own rates in windows of so many seconds, in arrivals a second; after the span it begins again.
  ///
  /// ```swift
  /// var arrivals = RenewalArrivals.poisson(try trace.rateProfile(windowsOf: 60), from: streams.stream("chat/arrivals"))
  /// ```
  /// Time 0 is the first arrival. A count holds chance beside its rate, so what is drawn from it varies more than the trace
  /// did; ``FittedLoad`` takes that out.
  ///
  /// - `seconds`: above 0 and at most half the span; the last window takes in a rest of less than half of one.
  /// - Throws: ``DataFileError`` for a window that the trace does not hold twice.
  public func rateProfile(windowsOf seconds: Double) throws -> RateProfile {
    guard seconds > 0, 2 * seconds <= span else {
      throw DataFileError(
        file: name,
        "windows of \(seconds.shortest) s were asked for; above 0 s and at most half of its \(span.shortest) s was expected"
      )
    }
    let windows = RateWindows(requests.map { $0.arrival - requests[0].arrival }, length: seconds, before: 0)
    return .rates(zip(windows.edges, windows.rates).map { (from: $0, rate: $1) }, every: span)
  }
}

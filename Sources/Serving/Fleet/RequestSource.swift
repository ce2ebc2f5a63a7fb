public import Demand

/// Requests in the order of their arrival: drawn, or read from a trace.
public protocol RequestSource {
  /// The next request, not before the last; `nil` when there is none left.
  mutating func nextRequest() -> RequestTrace.Request?
}

extension TraceArrivals: RequestSource {}

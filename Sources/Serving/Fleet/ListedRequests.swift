import Demand

/// Requests that are at hand, in the order of their arrival.
struct ListedRequests: RequestSource {
  private let requests: [RequestTrace.Request]
  private var position = 0

  init(_ requests: [RequestTrace.Request]) { self.requests = requests }

  mutating func nextRequest() -> RequestTrace.Request? {
    guard position < requests.count else { return nil }
    position += 1
    return requests[position - 1]
  }
}

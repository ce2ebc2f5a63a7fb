import Demand

/// Requests that are counted on their way.
struct CountedRequests: RequestSource {
  private var source: any RequestSource
  private let counter: WindowCounter

  init(_ source: any RequestSource, _ counter: WindowCounter) {
    self.source = source
    self.counter = counter
  }

  mutating func nextRequest() -> InferenceRequest? {
    guard let request = source.nextRequest() else { return nil }
    counter.count(request)
    return request
  }
}

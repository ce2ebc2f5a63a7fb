/// Requests up to a time.
struct EndingRequests<Source: RequestSource>: RequestSource {
  private var source: Source
  private let end: Double

  init(_ source: Source, until end: Double) {
    self.source = source
    self.end = end
  }

  mutating func nextRequest() -> InferenceRequest? {
    guard let request = source.nextRequest(), request.arrival <= end else { return nil }
    return request
  }
}

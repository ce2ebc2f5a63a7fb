import EventSimulation

/// Takes the results of requests as they come, and keeps sums, percentiles and nothing else.
struct ServingRecorder: ~Copyable {
  var queue = ObservationRecorder()
  var timeToFirstToken = ObservationRecorder()
  var timePerOutputToken = ObservationRecorder()
  var endToEnd = ObservationRecorder()
  /// Requests that came before that time count for nothing.
  let start: Double
  /// Sees every result.
  let observer: ((RequestResult) -> Void)?

  init(start: Double = 0, observer: ((RequestResult) -> Void)? = nil) {
    self.start = start
    self.observer = observer
  }

  @inline(__always)
  mutating func complete(_ result: RequestResult) {
    if let observer { observer(result) }
    guard result.arrival >= start else { return }
    queue.add(result.queue)
    timeToFirstToken.add(result.timeToFirstToken)
    endToEnd.add(result.endToEnd)
    if result.outputTokens > 1 {
      timePerOutputToken.add(
        (result.endToEnd - result.timeToFirstToken) / Double(result.outputTokens - 1))
    }
  }
}

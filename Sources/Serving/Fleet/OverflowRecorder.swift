import EventSimulation
import Randomness

/// Draws the latencies of the requests that an overflow service takes, and keeps sums and percentiles.
struct OverflowRecorder: ~Copyable {
  private let service: OverflowService
  private let first: RandomStream
  private let rest: RandomStream
  private var timeToFirstToken = ObservationRecorder()
  private var endToEnd = ObservationRecorder()

  init(_ service: OverflowService, _ streams: Streams) {
    self.service = service
    first = streams.stream("overflow/first tokens")
    rest = streams.stream("overflow/tokens")
  }

  /// Serves a request that was sent on at a time; what it waited before counts.
  mutating func serve(_ request: RequestState, at now: Double) {
    let before = now - request.arrival
    let first = before + max(service.timeToFirstToken.draw(from: first), 0)
    timeToFirstToken.add(first)
    endToEnd.add(first + max(service.perToken.draw(from: rest), 0) * Double(request.output - 1))
  }

  borrowing func record() -> OverflowRecord {
    OverflowRecord(
      service: service, timeToFirstToken: timeToFirstToken.observations(), endToEnd: endToEnd.observations())
  }
}

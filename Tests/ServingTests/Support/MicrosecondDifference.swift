import Serving

/// How far the latencies of requests are from those of a reference, in whole microseconds.
struct MicrosecondDifference {
  private(set) var worst = 0.0
  /// Requests of which both latencies agree.
  private(set) var exact = 0

  /// Notes a request, of which the reference has these microseconds.
  mutating func note(_ result: RequestResult, timeToFirstToken: Double, endToEnd: Double) {
    let differences = [
      abs((result.timeToFirstToken * 1e6).rounded() - timeToFirstToken),
      abs((result.endToEnd * 1e6).rounded() - endToEnd),
    ]
    worst = max(worst, differences[0], differences[1])
    if differences == [0, 0] { exact += 1 }
  }
}

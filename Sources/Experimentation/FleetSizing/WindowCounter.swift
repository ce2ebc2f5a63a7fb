import Demand
import Serving

/// Counts the requests that come in a window, and takes their latencies.
final class WindowCounter {
  private let start: Double
  private let end: Double
  private let levels: [ServiceLevel]
  private let deployment: Deployment
  /// Requests of the window that can be held, and those of more than one token.
  private var requests = 0
  private var longer = 0
  private var values: [[Double]]

  init(from start: Double, to end: Double, _ levels: [ServiceLevel], _ deployment: Deployment) {
    self.start = start
    self.end = end
    self.levels = levels
    self.deployment = deployment
    values = levels.map { _ in [] }
  }

  func count(_ request: InferenceRequest) {
    guard request.arrival >= start, request.arrival < end,
      deployment.limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens) == nil
    else { return }
    requests += 1
    if request.outputTokens > 1, !deployment.batching.promptsOnly { longer += 1 }
  }

  func add(_ answer: RequestResult) {
    guard answer.arrival >= start, answer.arrival < end else { return }
    for (index, level) in levels.enumerated() {
      switch level.latency {
      case .wait: values[index].append(answer.queue)
      case .timeToFirstToken: values[index].append(answer.timeToFirstToken)
      case .timePerOutputToken: if let time = answer.timePerOutputToken { values[index].append(time) }
      case .endToEnd: values[index].append(answer.endToEnd)
      }
    }
  }

  func window(_ result: ServingResult) -> SizingWindow {
    SizingWindow(
      levels: zip(levels, values).map { level, values in
        let asked = level.latency == .timePerOutputToken ? longer : requests
        let sorted = values.sorted()
        // Those that were not answered come behind all that were.
        let rank = Int((level.share * Double(asked - 1)).rounded(.up))
        return SizingWindow.Level(
          requests: asked, within: values.count { $0 <= level.limit },
          percentile: sorted.indices.contains(rank) ? sorted[rank] : nil)
      }, utilisation: result.utilisation ?? 0, meanBatch: result.meanBatch ?? 0, peakMemory: result.peakMemory,
      preemptions: result.preemptions, requests: requests)
  }
}

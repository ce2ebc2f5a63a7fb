import Demand
import EventSimulation
package import Serving

/// The evaluation of a fleet size: the number of windows, and the share of requests within each limit, with interval.
package struct SizingLook: Sendable {
  package enum Verdict: String, Sendable {
    /// Every level holds, by the low end of its interval.
    case holds
    /// Some level does not, by the high end of its interval.
    case fails
    /// The interval of some level has the share that is asked for in it.
    case unsure
  }

  /// One service level at that size.
  package struct Level: Sendable {
    package let level: ServiceLevel
    /// The share of requests within the limit, with Student's interval over the windows.
    package let share: Estimate
    /// The share of windows in which the level held for itself, with Wilson's interval.
    package let windows: Proportion
    /// The mean over the windows of the latency at the level's share, in seconds; `nil` where one had none.
    package let percentile: Double?
  }

  package let replicas: Int
  /// Requests a second.
  package let rate: Double
  package let levels: [Level]
  package let windows: Int
  package let utilisation: Double
  package let meanBatch: Double
  package let peakMemory: Double
  package let preemptions: Int
  /// The share of prompt tokens found in memory; `nil` without prefix caching.
  package let cacheHitRate: Double?
  /// Whether the latencies of the second half of the windows are those of the first, by Student's intervals of 99.9 % of the
  /// differences of the mean and of the share within the limit.
  let isSettled: Bool

  private static let confidence = 0.95
  private static let settledConfidence = 0.999

  init(replicas: Int, rate: Double, _ levels: [ServiceLevel], _ windows: [SizingWindow]) {
    self.replicas = replicas
    self.rate = rate
    self.windows = windows.count
    self.levels = levels.enumerated().map { index, level in
      let found = windows.map { $0.levels[index] }
      let percentiles = found.compactMap(\.percentile)
      return Level(
        level: level,
        share: Estimate(meanOf: Tally(found.map(\.share)), confidence: Self.confidence),
        windows: Proportion(found.count { $0.share >= level.share }, of: found.count),
        percentile: percentiles.count == found.count
          ? percentiles.reduce(0, +) / Double(percentiles.count) : nil)
    }
    let count = Double(windows.count)
    utilisation = windows.reduce(0) { $0 + $1.utilisation } / count
    meanBatch = windows.reduce(0) { $0 + $1.meanBatch } / count
    peakMemory = windows.map(\.peakMemory).max() ?? 0
    preemptions = windows.reduce(0) { $0 + $1.preemptions }
    let hits = windows.compactMap(\.cacheHitRate)
    cacheHitRate = hits.isEmpty ? nil : hits.reduce(0, +) / Double(hits.count)
    isSettled = levels.indices.allSatisfy { index in
      [\SizingWindow.Level.changeOfMean, \.changeOfShare].allSatisfy { change in
        let changes = windows.map { $0.levels[index][keyPath: change] }
        return Estimate(meanOf: Tally(changes), confidence: Self.settledConfidence).contains(0)
      }
    }
  }

  /// Whether every level's mean share is what is asked for, however sure.
  var seemsToHold: Bool { levels.allSatisfy { $0.share.value >= $0.level.share } }

  package var verdict: Verdict {
    if levels.allSatisfy({ $0.share.low >= $0.level.share }) { return .holds }
    return levels.contains { $0.share.high < $0.level.share } ? .fails : .unsure
  }
}

/// A window of a simulated fleet: how many of the requests that arrived in it stayed within each limit.
package struct SizingWindow: Sendable {
  /// What became of one service level.
  package struct Level: Sendable {
    /// Requests that have such a latency, and those of them within the limit. One that was not answered is beyond it.
    package let requests: Int
    package let within: Int
    /// The latency in seconds that the level's share of them stays below; `nil` where so many were not answered.
    package let percentile: Double?
    /// By how much the mean latency in seconds, and the share within the limit, of the second half exceed those of the first.
    let changeOfMean: Double
    let changeOfShare: Double

    package var share: Double { requests > 0 ? Double(within) / Double(requests) : 1 }
  }

  package let levels: [Level]
  package let utilisation: Double
  package let meanBatch: Double
  package let peakMemory: Double
  package let preemptions: Int
  package let requests: Int
  /// `nil` without prefix caching.
  let cacheHitRate: Double?
}

/// Counts the requests that come in a window, and takes their latencies.
final class WindowCounter {
  private let start: Double
  private let end: Double
  private let levels: [ServiceLevel]
  private let deployment: Deployment
  /// Requests of the window that can be held, and those of more than one token.
  private var requests = 0
  private var longer = 0
  /// The latencies of each level, of requests that arrived in the first and the second half.
  private var values: [(first: [Double], second: [Double])]

  init(from start: Double, to end: Double, _ levels: [ServiceLevel], _ deployment: Deployment) {
    self.start = start
    self.end = end
    self.levels = levels
    self.deployment = deployment
    values = levels.map { _ in ([], []) }
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
    let isFirst = answer.arrival < (start + end) / 2
    for (index, level) in levels.enumerated() {
      guard let value = answer.value(of: level.latency) else { continue }
      if isFirst { values[index].first.append(value) } else { values[index].second.append(value) }
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  func window(_ result: ServingResult) -> SizingWindow {
    SizingWindow(
      levels: zip(levels, values).map { level, values in
        let asked = level.latency == .timePerOutputToken ? longer : requests
        let sorted = (values.first + values.second).sorted()
        // Those that were not answered come behind all that were.
        let rank = Int((level.share * Double(asked - 1)).rounded(.up))
        return SizingWindow.Level(
          requests: asked, within: sorted.count { $0 <= level.limit },
          percentile: sorted.indices.contains(rank) ? sorted[rank] : nil,
          changeOfMean: Self.mean(values.second) - Self.mean(values.first),
          changeOfShare: Self.mean(values.second.map { $0 <= level.limit ? 1 : 0 })
            - Self.mean(values.first.map { $0 <= level.limit ? 1 : 0 }))
      }, utilisation: result.utilisation ?? 0, meanBatch: result.meanBatch ?? 0, peakMemory: result.peakMemory,
      preemptions: result.preemptions, requests: requests, cacheHitRate: result.cacheHitRate)
  }
}

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

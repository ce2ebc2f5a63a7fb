import EventSimulation
package import Serving

/// A fleet size as it was looked at: in how many windows, what share of requests stayed within each limit, how sure that is.
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

  private static let confidence = 0.95

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
  }

  /// Whether every level's mean share is what is asked for, however sure.
  var seemsToHold: Bool { levels.allSatisfy { $0.share.value >= $0.level.share } }

  package var verdict: Verdict {
    if levels.allSatisfy({ $0.share.low >= $0.level.share }) { return .holds }
    return levels.contains { $0.share.high < $0.level.share } ? .fails : .unsure
  }
}

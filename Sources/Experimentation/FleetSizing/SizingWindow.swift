/// A stretch of time in which a fleet was simulated: how many of the requests that came in it stayed within each limit.
package struct SizingWindow: Sendable {
  /// What became of one service level.
  package struct Level: Sendable {
    /// Requests that have such a latency, and those of them within the limit. One that was not answered is beyond it.
    package let requests: Int
    package let within: Int
    /// The latency in seconds that the level's share of them stays below; `nil` where so many were not answered.
    package let percentile: Double?

    package var share: Double { requests > 0 ? Double(within) / Double(requests) : 1 }
  }

  package let levels: [Level]
  package let utilisation: Double
  package let meanBatch: Double
  package let peakMemory: Double
  package let preemptions: Int
  package let requests: Int
}

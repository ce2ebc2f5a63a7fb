/// What of a pool counts as in use: 1 less that share is idle.
///
/// Under continuous batching a replica is busy whenever a single request is there, so ``busyTime`` says next to nothing: a
/// fleet with one request a replica looks full. The others tell how much more it could take.
public enum ReplicaUse: Sendable, Hashable, CustomStringConvertible {
  /// The share of time in which replicas took steps: right where they serve one request at a time.
  case busyTime
  /// Sequences at work, as a share of the most that the batching rule lets in, on average over time.
  case sequences
  /// Memory for context in use, as a share, as read at each evaluation: vLLM's `gpu_cache_usage_perc`.
  case memory
  /// Requests that came, as a share of what a replica carries: so many a second, as measured beforehand.
  case requests(perSecond: Double)

  public var description: String {
    switch self {
    case .busyTime: "busy time"
    case .sequences: "sequences"
    case .memory: "memory"
    case .requests(let rate): "requests, \(rate) a second a replica"
    }
  }
}

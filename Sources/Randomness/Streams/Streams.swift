/// The streams of one replication: every source of chance asks for its own by name.
///
/// ```swift
/// let streams = Streams(seed: 1, replication: 0)
/// let arrivals = streams.stream("chat/arrivals")
/// let lengths = streams.stream("chat/lengths")
/// ```
public struct Streams: Sendable, Hashable {
  /// The seed of the run; 0 is a seed like any other.
  public let seed: UInt64
  /// The replication, from 0.
  public let replication: Int
  /// How the numbers become draws.
  public let sampling: Sampling

  /// The streams of that replication of the run with that seed.
  public init(seed: UInt64, replication: Int, sampling: Sampling = .fastest) {
    self.seed = seed
    self.replication = replication
    self.sampling = sampling
  }

  /// The stream of that name, at its start.
  public func stream(_ name: String) -> RandomStream {
    RandomStream(seed: seed, replication: replication, name: name, sampling: sampling)
  }
}

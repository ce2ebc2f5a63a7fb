/// The streams of one replication: every source of chance asks for its own by name.
public struct Streams: Sendable, Hashable {
  /// The seed of the run.
  public let seed: UInt64
  /// The replication, from 0.
  public let replication: Int

  public init(seed: UInt64, replication: Int) {
    self.seed = seed
    self.replication = replication
  }

  /// The stream of that name, at its start.
  public func stream(_ name: String) -> RandomStream {
    RandomStream(seed: seed, replication: replication, name: name)
  }
}

/// The random streams of one replication, each with its own name.
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

  /// The generator, and how its streams are placed and drawn from: runs of two versions do not draw the same numbers.
  package static let version = "philox4x32-10/2"

  /// The streams of that replication of the run with that seed.
  public init(seed: UInt64, replication: Int, sampling: Sampling = .fastest) {
    self.seed = seed
    self.replication = replication
    self.sampling = sampling
  }

  /// The stream of that name, at its start.
  public func stream(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> RandomStream {
    RandomStream(seed: seed, replication: replication, name: name, sampling: sampling, file: file, line: line)
  }

  /// The 64-bit key of a text: the one that keys the stream of that name.
  package static func key(of text: String) -> UInt64 { StreamKey.hash(of: text) }
}

/// How the numbers of a stream become draws of a distribution.
///
/// Antithetic replications come in pairs: the one drawn `.inverse`, the other `.antithetic` of the same seed, replication
/// and names. Where the first draws high, the second draws as far low, so the mean of the two varies less.
/// Law, Simulation Modeling and Analysis, 5th ed., 11.3.
public enum Sampling: Sendable, Hashable {
  /// The fastest sampler of each distribution.
  case fastest
  /// Every draw is the quantile of one uniform number, so that draws rise with their numbers.
  case inverse
  /// As `.inverse`, with 1 − u in place of each uniform number u.
  case antithetic
}

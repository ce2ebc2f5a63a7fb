public import CRandomStreams

/// A named sequence of random numbers, placed by seed, replication and name.
///
/// ```swift
/// let arrivals = Streams(seed: 1, replication: 0).stream("chat/arrivals")
/// let gap = arrivals.exponential(mean: 2)
/// ```
/// Two streams of the same seed, replication and name hold the same numbers, on any thread and whatever else was drawn.
/// A stream is not shared between threads. Philox4x32-10; Salmon et al. 2011.
public final class RandomStream {
  /// The name that keys the stream.
  public let name: String

  @usableFromInline let generator: UnsafeMutablePointer<gsl_rng>
  @usableFromInline let philox: UnsafeMutablePointer<payoff_philox>
  private let seed: UInt64
  private let replication: UInt32
  private let key: UInt64

  /// Places a stream at its start.
  public init(seed: UInt64, replication: Int, name: String) {
    self.name = name
    self.seed = seed
    self.replication = UInt32(replication)
    key = StreamKey.hash(of: name)
    guard let generator = payoff_stream_allocate(seed, self.replication, key) else {
      fatalError("no memory for the random stream \"\(name)\"")
    }
    self.generator = generator
    philox = generator.pointee.state.assumingMemoryBound(to: payoff_philox.self)
  }

  deinit { gsl_rng_free(generator) }

  /// Returns to the first number of the stream.
  public func reset() { payoff_philox_place(philox, seed, replication, key) }

  /// The next number in [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  public func uniform() -> Double { payoff_philox_uniform(philox) }
}

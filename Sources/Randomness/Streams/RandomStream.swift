public import CRandomStreams

/// A named sequence of random numbers, determined by seed, replication and name.
///
/// ```swift
/// let arrivals = Streams(seed: 1, replication: 0).stream("chat/arrivals")
/// let gap = arrivals.exponential(mean: 2)
/// ```
/// Two streams of the same seed, replication and name hold the same numbers, on any thread and whatever else was drawn.
/// A stream belongs to one thread at a time. It holds 2³³ numbers; to ask for more stops the program.
///
/// Philox4x32-10; Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
public final class RandomStream {
  /// The name that keys the stream.
  public let name: String
  /// How the numbers become draws.
  public let sampling: Sampling

  /// The generator as GSL's samplers take it.
  let generator: UnsafeMutablePointer<gsl_rng>
  @usableFromInline let philox: UnsafeMutablePointer<payoff_philox>
  private let seed: UInt64
  private let replication: UInt32
  private let key: UInt64

  /// Places a stream at its start.
  ///
  /// - `replication`: From 0 to 2³² − 1.
  public init(
    seed: UInt64, replication: Int, name: String, sampling: Sampling = .fastest, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    if UInt32(exactly: replication) == nil {
      ValidationErrors.report(
        "the random stream \"\(name)\"",
        "its replication is \(replication); a whole number from 0 to \(UInt32.max) was expected", file, line)
    }
    let replication = UInt32(exactly: replication) ?? 0
    ScientificLibrary.prepare()
    self.name = name
    self.sampling = sampling
    self.seed = seed
    self.replication = replication
    key = StreamKey.hash(of: name)
    guard let generator = payoff_stream_allocate(seed, replication, key, sampling == .antithetic ? 1 : 0) else {
      fatalError("no memory for the random stream \"\(name)\"")
    }
    self.generator = generator
    philox = payoff_stream_state(generator)
  }

  deinit { gsl_rng_free(generator) }

  /// Returns to the first number of the stream.
  public func reset() { payoff_philox_place(philox, seed, replication, key) }

  /// The next number in [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  public func uniform() -> Double { payoff_philox_uniform(philox) }

  /// The next number in (0, 1), an odd multiple of 2⁻⁵³: never an end, so that its quantile is finite.
  @inlinable
  public func uniformOpen() -> Double { payoff_philox_uniform_open(philox) }

  /// The next exponential number of that mean, in the units of the mean.
  ///
  /// Inversion with a logarithm of its own, so it has the same bits on every machine.
  @inlinable
  public func exponential(mean: Double) -> Double { payoff_philox_exponential(philox, mean) }

  /// The next whole number in 0..<count, each as likely as the others to within `count` in 2⁶⁴.
  @inlinable
  public func index(below count: Int, file: StaticString = #fileID, line: UInt = #line) -> Int {
    guard count > 0 else { return reportNoIndex(below: count, file, line) }
    return Int(payoff_philox_bits(philox).multipliedFullWidth(by: UInt64(count)).high)
  }
}

extension RandomStream {
  @usableFromInline
  func reportNoIndex(below count: Int, _ file: StaticString, _ line: UInt) -> Int {
    ValidationErrors.report("index(below: \(count))", "there is no index; a number above 0 was expected", file, line)
    return 0
  }
}

/// The 64-bit key of a stream's name: part of the format of every result, so it never changes.
enum StreamKey {
  /// FNV-1a over the UTF-8 bytes, finished with the mixer of splitmix64.
  static func hash(of name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}

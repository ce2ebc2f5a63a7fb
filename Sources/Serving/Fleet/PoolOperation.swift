public import Randomness

/// How a pool of replicas is run: how long one boots, how it leaves, how it fails, and what decides how many there are.
///
/// ```swift
/// PoolOperation(
///   boot: .uniform(100, 400), failures: ReplicaFailures(),
///   scaling: Autoscaling(.idleness(of: .sequences, above: 0.30, below: 0.15), between: 2...40))
/// ```
/// A pool without one stands as it is: every replica is there all the time.
public struct PoolOperation: Sendable, Hashable {
  /// Seconds from the launch of a replica until it takes requests: a machine, an image, weights, compilation.
  ///
  /// Measured for Llama 3.1 8B on vLLM (ray-project/ray, pull request 63859, June 2026): 100 s on a machine that is there,
  /// 400 s where one has to be had first.
  public let boot: Distribution
  /// What becomes of the requests of a replica that is to leave.
  public let draining: Draining
  /// `nil` where none is to be simulated.
  public let failures: ReplicaFailures?
  /// `nil` for as many as the pool has.
  public let scaling: Autoscaling?

  /// - `boot`: seconds; it has no default, since what a fleet can follow depends on it.
  public init(
    boot: Distribution, draining: Draining = .finishing, failures: ReplicaFailures? = nil,
    scaling: Autoscaling? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.boot = boot
    self.draining = draining
    self.failures = failures
    self.scaling = scaling
    if boot.support.lowerBound < 0 {
      ValidationErrors.report(InvalidValue("boot: \(boot)", "a boot takes at least 0 s", location: "\(file):\(line)"))
    }
  }
}

/// An error in a replication, with what reproduces it.
public struct ReplicationError: Error, CustomStringConvertible {
  public let replication: Int
  public let seed: UInt64
  public let problem: String

  public var description: String {
    problem
      + "\n  in replication \(replication) of seed \(seed): --seed \(seed) --replications \(replication + 1) reproduces it"
  }
}

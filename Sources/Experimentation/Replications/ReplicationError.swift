/// An error in a replication, with what reproduces it.
package struct ReplicationError: Error, CustomStringConvertible {
  package let replication: Int
  package let seed: UInt64
  package let problem: String

  package var description: String {
    problem
      + "\n  in replication \(replication) of seed \(seed): --seed \(seed) --replications \(replication + 1) reproduces it"
  }
}

/// An error in a row of a run, with what reproduces it.
package struct ReplicationError: Error, CustomStringConvertible {
  /// The row in words: which replication of which seed, or which point.
  package let place: String
  package let problem: String

  package var description: String { "\(problem)\n  \(place)" }
}

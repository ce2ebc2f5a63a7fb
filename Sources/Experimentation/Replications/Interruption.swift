import Synchronization

/// Whether the user has asked the run to stop: set by a signal handler, looked at between replications.
package enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Asks every run in this process to stop; safe in a signal handler.
  package static func request() { requested.store(true, ordering: .relaxed) }

  package static var isRequested: Bool { requested.load(ordering: .relaxed) }
}

/// The run was stopped by the user.
package struct Interrupted: Error, CustomStringConvertible {
  /// How many replications had been finished.
  package let finished: Int

  package var description: String { "stopped after \(finished) replications" }
}

/// An error in a row of a run, with what reproduces it.
package struct ReplicationError: Error, CustomStringConvertible {
  /// The row in words: which replication of which seed, or which point.
  package let place: String
  package let problem: String

  package var description: String { "\(problem)\n  \(place)" }
}

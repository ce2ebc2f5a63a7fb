import Synchronization

/// Whether the user has asked the run to stop: set by a signal handler, looked at between replications.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Asks every run in this process to stop; safe in a signal handler.
  public static func request() { requested.store(true, ordering: .relaxed) }

  public static var isRequested: Bool { requested.load(ordering: .relaxed) }
}

/// The run was stopped by the user.
public struct Interrupted: Error, CustomStringConvertible {
  /// How many replications had been finished.
  public let finished: Int

  public var description: String { "stopped after \(finished) replications" }
}

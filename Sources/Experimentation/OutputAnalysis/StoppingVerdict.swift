/// What a stopping rule says of the replications so far.
package struct StoppingVerdict: Sendable, Hashable {
  /// Why the run goes on or stops.
  package enum Reason: Sendable, Hashable {
    /// The figure is as precise as asked for.
    case precise
    /// The interval is still too wide.
    case tooWide
    /// Every value is the same, or an event has happened never or always: nothing has happened yet.
    case nothingHappened
    /// The replications are between two looks.
    case betweenLooks
  }

  /// The figure so far.
  package let estimate: Estimate
  package let reason: Reason
  /// Whether the cap is reached.
  package let isCapped: Bool

  /// Whether the run stops.
  package var stops: Bool { isCapped || reason == .precise }
}

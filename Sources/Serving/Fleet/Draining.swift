/// What becomes of the requests of a replica that is to leave.
public enum Draining: String, Sendable, Hashable, CaseIterable {
  /// It takes no more, answers those it has, waiting and at work, and leaves then.
  case finishing
  /// Those that wait are sent to others; it answers those at work and leaves then.
  case movingWaiting
}

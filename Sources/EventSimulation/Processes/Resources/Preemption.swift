/// How a transaction that lost its unit to another goes on with its delay when it has one again.
public enum Preemption: Sendable, Hashable {
  /// With what was left of the delay.
  case resume
  /// With the same delay from the beginning: preemptive repeat identical.
  case restart
  /// With a delay drawn anew: preemptive repeat different.
  case restartAnew
}

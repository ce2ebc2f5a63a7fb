/// How a fleet follows its load.
public enum Scaling: String, CaseIterable, Sendable {
  /// The GPUs that the month's busiest expected hour needs, all day and all night.
  case aroundTheClock = "around-the-clock"
  /// Each hour the GPUs that this hour needs, started in time: what a perfect forecast of the load would save.
  case hourly
  /// What is there follows what was measured: it shrinks once more than 30 % of it idles, and grows once the load is
  /// above what it carries, when replicas still have to boot. The rule of the case, F16.
  case onIdleness = "on-idleness"

  /// The idle share above which a fleet shrinks.
  static let idleLimit = 0.30
}

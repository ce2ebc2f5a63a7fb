/// How a fleet follows its load.
public enum Scaling: String, CaseIterable, Sendable {
  /// The GPUs that the month's busiest expected hour needs, all day and all night.
  case aroundTheClock = "around-the-clock"
  /// Each hour the GPUs that this hour needs.
  case hourly
}

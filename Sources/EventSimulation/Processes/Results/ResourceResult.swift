/// What was observed of a resource.
public struct ResourceResult: Sendable {
  /// The name of the resource.
  public let name: String
  /// How long those who got units waited for them, from the request to the grant; 0 for those served at once.
  public let wait: Observations
  /// How long those waited who left the line without units: they lost patience, were interrupted or cancelled.
  public let abandonedWait: Observations
  /// How long those waited to go on whose units had been taken away.
  public let interruption: Observations
  /// How many transactions wait, those included whose units were taken away.
  public let queueLength: LevelSummary
  /// How many units are at work.
  public let busy: LevelSummary
  /// How many units there are.
  public let capacity: LevelSummary
  /// How many did not join the line because they balked.
  public let balked: Int
  /// How many found the queue full.
  public let turnedAway: Int
  /// How often units were taken away from a transaction in its delay.
  public let preemptions: Int

  /// Units at work as a share of the units that there are, on average over time; `nil` when there were none.
  ///
  /// It can exceed 1 where the capacity falls while units are at work that may finish.
  public var utilisation: Double? {
    guard let busy = busy.average, let capacity = capacity.average, capacity > 0 else { return nil }
    return busy / capacity
  }

  /// The number of grants.
  public var served: Int { wait.count }

  /// The number of those who left the line without units.
  public var abandoned: Int { abandonedWait.count }
}

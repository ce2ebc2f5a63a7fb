/// thin
public struct ProcessResults: Sendable {
  public let waits: Observations
  public let sojourns: Observations
  public var meanWait: Double { waits.tally.mean ?? 0 }
}

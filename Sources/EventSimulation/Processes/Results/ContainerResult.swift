/// What was observed of a container.
public struct ContainerResult: Sendable {
  /// The name of the container.
  public let name: String
  /// How much it holds.
  public let level: LevelSummary
  /// How many transactions wait to put or to get.
  public let queueLength: LevelSummary
  /// How long those who got an amount waited for it.
  public let getWait: Observations
  /// How long those who put an amount waited for room.
  public let putWait: Observations
}

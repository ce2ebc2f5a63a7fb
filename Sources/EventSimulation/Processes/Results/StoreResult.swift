/// What was observed of a store.
public struct StoreResult: Sendable {
  /// The name of the store.
  public let name: String
  /// How many items it holds.
  public let items: LevelSummary
  /// How many transactions wait to put or to get.
  public let queueLength: LevelSummary
  /// How long those who got an item waited for it.
  public let getWait: Observations
  /// How long those who put an item waited for room.
  public let putWait: Observations
}

/// What was observed of a flow.
public struct FlowResult: Sendable {
  /// The name of the flow.
  public let name: String
  /// How many arrived while observed.
  public let arrived: Int
  /// How many left while observed, whichever way but being cancelled.
  public let left: Int
  /// How many were cancelled while observed.
  public let cancelled: Int
  /// How many are inside.
  public let inside: LevelSummary
  /// How long those who left had been inside, from arrival to leaving.
  public let sojourn: Observations
}

/// A transaction that enters a block.
public struct TraceEntry: Sendable, Hashable, CustomStringConvertible {
  /// When, in the time of the model.
  public let time: Double
  /// The name of the flow.
  public let flow: String
  /// The number of the transaction, from 1 in the order in which they came to be.
  public let transaction: Int
  /// The block, by its name or by what it does.
  public let block: String

  public var description: String { "\(time) \(flow) \(transaction): \(block)" }
}

/// The way of one kind of transaction through the model: what happens to a call, an order, a patient.
///
/// ```swift
/// Flow("call") {
///   Arrive(every: .exponential(mean: 2))
///   Seize(agents)
///   Delay(.exponential(mean: 8))
///   Release(agents)
/// }
/// ```
/// It begins with one ``Arrive`` or more (or with none, where another flow's ``Launch`` starts it) and a transaction
/// that reaches the end leaves.
public struct Flow: Sendable {
  /// The name by which the results are read.
  public let name: String

  let priority: Int
  let blocks: Blocks
  let place: SourcePlace

  /// Describes a flow.
  ///
  /// - `name`: The name by which results are read, and which keys its random streams.
  /// - `priority`: The priority of its transactions in every line, unless a block says otherwise: the larger goes first.
  /// - `blocks`: What happens to a transaction, in order.
  public init(
    _ name: String, priority: Int = 0, fileID: String = #fileID, line: Int = #line,
    @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.name = name
    self.priority = priority
    self.blocks = blocks()
    place = SourcePlace(fileID: fileID, line: line)
  }
}

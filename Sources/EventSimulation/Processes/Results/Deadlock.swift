/// The end of a run in which nothing is to come while transactions still wait.
///
/// Two that wait for what the other holds, a line before a resource without units, a signal that nobody sends any more.
public struct Deadlock: Sendable, Hashable, CustomStringConvertible {
  /// The transactions that wait at one block.
  public struct Waiting: Sendable, Hashable {
    /// The name of the flow.
    public let flow: String
    /// The block at which they wait, by its name or by what it does.
    public let block: String
    /// Where the block stands, as `File.swift:12`.
    public let location: String
    /// How many wait there.
    public let count: Int
    /// Since when the first of them waits.
    public let since: Double
  }

  /// When the last thing happened.
  public let time: Double
  /// Who waits where, in the order of the blocks in the model.
  public let waiting: [Waiting]

  public var description: String {
    let places = waiting.map {
      "\($0.count) of flow \"\($0.flow)\" at \"\($0.block)\" (\($0.location)) since \($0.since)"
    }
    return "nothing happens after time \(time), but transactions wait: " + places.joined(separator: "; ")
  }
}

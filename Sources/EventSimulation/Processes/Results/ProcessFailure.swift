/// A run that could not go on: which block of which flow met what, and when.
public struct ProcessFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of the flow.
  public let flow: String
  /// The block, by its name or by what it does.
  public let block: String
  /// When, in the time of the model.
  public let time: Double
  /// What was wrong, and what was expected.
  public let problem: String
  /// Where the block stands, as `File.swift:12`.
  public let location: String

  public var description: String { "\(location): flow \"\(flow)\", block \"\(block)\", at time \(time): \(problem)" }
}

import Randomness

/// What a request takes besides the steps of the model, however many are served: the server around it.
///
/// In seconds. A token is seen later by `perToken` than its step ends, and the answer is complete later by all of them
/// and `atEnd`; the GPUs are not kept busy by any of it.
public struct FixedOverheads: Sendable, Hashable {
  /// From the arrival until the request stands in the queue: reading it and cutting its text into tokens.
  public let beforeQueue: Double
  /// For each token of the answer: turning it into text and sending it.
  public let perToken: Double
  /// At the end of an answer.
  public let atEnd: Double

  /// A server that takes no time.
  public static let none = FixedOverheads(beforeQueue: 0, perToken: 0, atEnd: 0)

  /// Seconds before the queue, for each token, and at the end of an answer.
  public init(
    beforeQueue: Double, perToken: Double, atEnd: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.beforeQueue = beforeQueue
    self.perToken = perToken
    self.atEnd = atEnd
    for (name, value) in [("beforeQueue", beforeQueue), ("perToken", perToken), ("atEnd", atEnd)]
    where !(value >= 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "FixedOverheads(\(name): \(value.shortest))", "an overhead is a number of seconds, at least 0",
          location: "\(file):\(line)"))
    }
  }
}

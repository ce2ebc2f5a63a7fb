/// The terms on which a transaction asks for units, beyond which, how many and how long.
struct SeizeTerms: Sendable {
  enum BalkingRule: Sendable {
    case length(Int)
    /// The rows of the quantities of the probability and of the number that decides.
    case chance(Int32, Int32)
    /// The row of the test.
    case test(Int32)
  }

  /// `nil` for the transaction's own.
  var priority: Int32?
  var preemption: Preemption?
  var balking: BalkingRule?
  /// Where to go on for one that balked or found the queue full.
  var balked: Int32 = -1
  var overflow: Int32 = -1
}

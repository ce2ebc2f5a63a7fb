/// The terms on which a transaction asks for units, beyond which and how many.
struct SeizeTerms: Sendable {
  /// `nil` for the transaction's own.
  var priority: Int32?
  var preemption: Preemption?
  /// The row of the quantity that says how long it waits, or -1.
  var patience: Int32 = -1
  var balking: Balking?
  /// The row of the quantity of a balking probability, or -1.
  var balkingChance: Int32 = -1
  /// Where to go on for one that lost patience, balked, or found the queue full.
  var abandoned: Int32 = -1
  var balked: Int32 = -1
  var overflow: Int32 = -1
}

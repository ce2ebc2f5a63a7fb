/// What the engine keeps of a transaction under way: one cache line.
struct TransactionRecord {
  enum State: UInt8 {
    /// On its way through operations, or about to be.
    case ready
    /// In a delay, with an event to come.
    case delaying
    /// Waiting at the operation where it stands, perhaps with a timeout to come.
    case waiting
    /// Waiting for a unit that was taken from it, in the middle of a delay.
    case preempted
    /// Not in use.
    case free
  }

  /// The operation at which it stands.
  var operation: Int32
  /// The key of its wait. Whatever is to wake it carries the key, and a wake-up of another key comes too late: the key
  /// moves on when the wait ends, whichever way, and outlives the transaction.
  var key: UInt32
  /// Neighbours in a line.
  var next: Int32
  var previous: Int32
  var flow: Int32
  var priority: Int32
  /// The resource that it holds, or -1; further holdings are kept apart.
  var heldResource: Int32
  var heldUnits: Int32
  /// The units that it waits for.
  var wantedUnits: Int32
  var state: State
  /// Whether ``TransactionArena/extras`` holds something of it.
  var hasExtra: Bool
  /// Whether it is a copy that another waits for, or that goes its own way: it counts for no flow.
  var isPart: Bool
  /// When it arrived.
  var arrival: Double
  /// When its wait began.
  var since: Double
  /// When its delay ends; while preempted, what is left of it.
  var until: Double
}

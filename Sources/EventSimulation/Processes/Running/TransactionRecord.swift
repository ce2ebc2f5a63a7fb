/// What the engine keeps of every transaction under way.
struct TransactionRecord {
  enum State: UInt8 {
    /// On its way through operations, or about to be.
    case ready
    /// In a delay, with an event to come.
    case delaying
    /// Waiting at the operation where it stands, perhaps with a timeout to come.
    case waiting
    /// Waiting for units that were taken from it, in the middle of a delay.
    case preempted
    /// Carried by another as part of a batch.
    case carried
    /// Not in use.
    case free
  }

  /// The operation at which it stands.
  var operation: Int32
  /// The key of its wait.
  ///
  /// Whatever is to wake it carries the key, and a wake-up of another key comes too late: the key
  /// moves on when the wait ends, whichever way, and outlives the transaction.
  var key: UInt32
  /// Neighbours in a line.
  var next: Int32 = -1
  var previous: Int32 = -1
  var flow: Int32
  var priority: Int32
  /// The resource that it holds, or -1; further holdings are kept apart.
  var heldResource: Int32 = -1
  var heldUnits: Int32 = 0
  /// The units that it waits for.
  var wantedUnits: Int32 = 0
  var state = State.ready
  /// Whether its ``TransactionExtra`` says something.
  var hasExtra = false
  /// Whether a timer runs, which ``TransactionExtra/timer`` holds.
  var hasTimer = false
  /// Whether it is a copy of another: it counts for no flow.
  var isPart = false
  /// Its number, from 1 in the order in which transactions came to be.
  var serial: Int
  /// When it arrived.
  var arrival: Double
  /// When its wait or its delay began.
  var since: Double
  /// When its delay ends; while preempted, what is left of it; while it waits to put or get, the item or the amount.
  var until: Double
}

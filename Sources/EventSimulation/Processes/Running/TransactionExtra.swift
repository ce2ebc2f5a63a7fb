/// What only some transactions have, kept apart so that the others stay small.
struct TransactionExtra {
  struct Holding {
    let resource: Int32
    var units: Int32
  }

  /// The event that ends its patience.
  var timer: EventKey?
  /// The transaction that it is a part of, or -1, and the key of that one's wait for its parts.
  var parent: Int32 = -1
  var parentKey: UInt32 = 0
  /// The parts that it still waits for, or the trigger that its timer stands for.
  var pending: Int32 = 0
  /// The transactions that it carries, batch by batch.
  var carried: [[Int32]] = []
  /// The resource that was taken from it, and its priority there.
  var lostResource: Int32 = -1
  var lostPriority: Int32 = 0
  /// The whole of the delay in which that happened.
  var delay = 0.0
  /// What it holds beyond the holding in its record.
  var holdings: [Holding] = []
}

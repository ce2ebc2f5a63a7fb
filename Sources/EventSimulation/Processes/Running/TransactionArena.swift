/// The transactions under way, in slots that are used again.
struct TransactionArena: ~Copyable {
  private(set) var records: UnsafeMutablePointer<TransactionRecord>
  private(set) var extras: UnsafeMutablePointer<TransactionExtra>
  /// The attributes of slot i begin at i × ``width``.
  private(set) var attributes: UnsafeMutablePointer<Double>
  private(set) var width: Int
  /// The number of transactions under way.
  private(set) var count = 0
  /// The slots that have been in use.
  private(set) var used: Int32 = 0
  /// The number of transactions that ever were.
  private(set) var serial = 0

  private var capacity: Int32 = 64
  private var free: Int32 = -1

  init(width: Int) {
    self.width = width
    records = .allocate(capacity: Int(capacity))
    extras = .allocate(capacity: Int(capacity))
    attributes = .allocate(capacity: Int(capacity) * width)
  }

  deinit {
    records.deallocate()
    extras.deinitialize(count: Int(used))
    extras.deallocate()
    attributes.deallocate()
  }

  /// Takes a slot for a transaction that comes to be.
  /// - Complexity: O(1) amortised, and O(attributes).
  @inline(__always)
  mutating func insert(flow: Int32, entry: Int32, priority: Int32, at time: Double) -> Int32 {
    let slot: Int32
    var key: UInt32 = 0
    if free >= 0 {
      slot = free
      free = records[Int(slot)].next
      key = records[Int(slot)].key
    } else {
      if used == capacity { grow() }
      slot = used
      used &+= 1
      (extras + Int(slot)).initialize(to: TransactionExtra())
    }
    count &+= 1
    serial &+= 1
    (records + Int(slot)).initialize(
      to: TransactionRecord(
        operation: entry, key: key, flow: flow, priority: priority, serial: serial, arrival: time, since: time,
        until: time))
    if width > 0 { (attributes + Int(slot) * width).initialize(repeating: 0, count: width) }
    return slot
  }

  /// Gives a slot back; every wake-up on its way to it comes too late from now on.
  /// - Complexity: O(1).
  @inline(__always)
  mutating func remove(_ slot: Int32) {
    let record = records + Int(slot)
    record.pointee.key &+= 1
    record.pointee.state = .free
    record.pointee.next = free
    if record.pointee.hasExtra { extras[Int(slot)] = TransactionExtra() }
    free = slot
    count &-= 1
  }

  /// Makes room for one attribute more.
  mutating func widen() {
    let wider = UnsafeMutablePointer<Double>.allocate(capacity: Int(capacity) * (width + 1))
    wider.initialize(repeating: 0, count: Int(capacity) * (width + 1))
    for slot in 0..<Int(used) {
      (wider + slot * (width + 1)).update(from: attributes + slot * width, count: width)
    }
    attributes.deallocate()
    attributes = wider
    width += 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<TransactionRecord>.allocate(capacity: 2 * Int(capacity))
    larger.moveInitialize(from: records, count: Int(capacity))
    records.deallocate()
    records = larger
    let others = UnsafeMutablePointer<TransactionExtra>.allocate(capacity: 2 * Int(capacity))
    others.moveInitialize(from: extras, count: Int(capacity))
    extras.deallocate()
    extras = others
    let more = UnsafeMutablePointer<Double>.allocate(capacity: 2 * Int(capacity) * width)
    more.moveInitialize(from: attributes, count: Int(capacity) * width)
    attributes.deallocate()
    attributes = more
    capacity *= 2
  }
}

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
  /// Its place in the order in which units were given to those who held them.
  var lostSeniority = 0
  /// The whole of the delay in which that happened.
  var delay = 0.0
  /// What it holds beyond the holding in its record.
  var holdings: [Holding] = []
}

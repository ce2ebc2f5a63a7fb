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

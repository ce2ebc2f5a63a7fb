/// The transactions under way, in slots that are used again.
struct TransactionArena: ~Copyable {
  private(set) var records: UnsafeMutablePointer<TransactionRecord>
  /// The attributes of slot i begin at i × ``width``.
  private(set) var attributes: UnsafeMutablePointer<Double>
  private(set) var width: Int
  /// The number of transactions under way.
  private(set) var count = 0
  /// The slots that have been in use.
  private(set) var used: Int32 = 0

  private var capacity: Int32 = 64
  private var free: Int32 = -1

  init(width: Int) {
    self.width = width
    records = .allocate(capacity: Int(capacity))
    attributes = .allocate(capacity: Int(capacity) * width)
  }

  deinit {
    records.deallocate()
    attributes.deallocate()
  }

  /// Takes a slot for a transaction that arrives.
  /// - Complexity: O(1) amortised.
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
      used += 1
    }
    (records + Int(slot)).initialize(
      to: TransactionRecord(
        operation: entry, key: key, next: -1, previous: -1, flow: flow, priority: priority, heldResource: -1,
        heldUnits: 0, wantedUnits: 0, state: .ready, hasExtra: false, isPart: false, arrival: time, since: time,
        until: time))
    if width > 0 { (attributes + Int(slot) * width).initialize(repeating: 0, count: width) }
    count &+= 1
    return slot
  }

  /// Gives a slot back; every wake-up on its way to it comes too late from now on.
  @inline(__always)
  mutating func remove(_ slot: Int32) {
    let record = records + Int(slot)
    record.pointee.key &+= 1
    record.pointee.state = .free
    record.pointee.next = free
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
    let more = UnsafeMutablePointer<Double>.allocate(capacity: 2 * Int(capacity) * width)
    more.moveInitialize(from: attributes, count: Int(capacity) * width)
    attributes.deallocate()
    attributes = more
    capacity *= 2
  }
}

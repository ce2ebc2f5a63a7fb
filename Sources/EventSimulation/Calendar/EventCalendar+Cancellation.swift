extension EventCalendar {
  /// Schedules an event a delay from now that can be cancelled by the key returned.
  ///
  /// It costs a little more than ``schedule(_:after:priority:file:line:)``, and nothing for the other events.
  /// - Complexity: O(log n).
  @inlinable
  public mutating func scheduleCancellable(
    _ event: consuming Event, after delay: Double, priority: Int16 = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) -> EventKey {
    let time = _now + delay
    guard time >= _now else {
      reportEvent(after: delay, now: _now, file, line)
      stop()
      return .none
    }
    return insertCancellable(event, at: time.bitPattern, priority)
  }

  /// Schedules an event at a time, which may be now but not earlier, that can be cancelled by the key returned.
  /// - Complexity: O(log n).
  @inlinable
  public mutating func scheduleCancellable(
    _ event: consuming Event, at time: Double, priority: Int16 = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> EventKey {
    guard time >= _now else {
      reportEvent(at: time, now: _now, file, line)
      stop()
      return .none
    }
    return insertCancellable(event, at: (time + 0).bitPattern, priority)
  }

  @inlinable
  mutating func insertCancellable(_ event: consuming Event, at instant: UInt64, _ priority: Int16) -> EventKey {
    let order = nextOrder(priority) | 1
    cancellable.insert(order)
    insert(Entry(instant: instant, order: order, event: event))
    return EventKey(order: order)
  }

  /// Whether the event of that key is still to come: not handled, being handled, or cancelled.
  /// - Complexity: O(1).
  @inlinable
  public func isScheduled(_ key: EventKey) -> Bool { cancellable.contains(key.order) }

  /// Cancels an event to come; `false` when it is past, being handled or cancelled already.
  ///
  /// What the event holds is freed when its place in the calendar is needed: when its time comes, or when more places
  /// belong to cancelled events than to events to come. So the memory of a run that cancels forever stays bounded.
  /// - Complexity: O(1) amortised.
  @inlinable
  @discardableResult
  public mutating func cancel(_ key: EventKey) -> Bool {
    guard cancellable.remove(key.order) else { return false }
    cancelled &+= 1
    if cancelled > 32, 2 &* cancelled > occupied { sweep() }
    return true
  }

  /// Frees the places of cancelled events and restores the order of the heap.
  @inlinable @inline(never)
  mutating func sweep() {
    var kept = 0
    for place in (rootIsFree ? 1 : 0)..<occupied {
      let entry = heap + place
      if entry.pointee.isCancellable, !cancellable.contains(entry.pointee.order) {
        entry.deinitialize(count: 1)
      } else {
        if place != kept { (heap + kept).moveInitialize(from: entry, count: 1) }
        kept += 1
      }
    }
    occupied = kept
    rootIsFree = false
    cancelled = 0
    for place in (0..<kept / 2).reversed() { sink((heap + place).move(), from: place) }
  }
}

/// The key of one cancellable event of one calendar; keys are never reused.
public struct EventKey: Hashable, Sendable {
  @usableFromInline let order: UInt64

  /// Of an event that was not scheduled.
  @usableFromInline static let none = EventKey(order: .max)

  @usableFromInline
  init(order: UInt64) {
    self.order = order
  }
}

/// The cancellable events of a calendar that are still to come, by their order words.
///
/// A hash table with linear probing, half full at most, that closes the gap when a word leaves. It takes no memory until
/// the first word enters. The order words are odd, so 0 marks a free place.
@frozen @usableFromInline
struct PendingOrders: ~Copyable {
  @usableFromInline var table: UnsafeMutablePointer<UInt64>?
  @usableFromInline var count: Int = 0
  /// The bits by which a 64-bit hash is shifted to a place in the table.
  @usableFromInline var shift: UInt64 = 64
  @usableFromInline var mask: Int = -1

  @usableFromInline
  init() {}

  @usableFromInline
  deinit { table?.deallocate() }

  @usableFromInline
  func contains(_ order: UInt64) -> Bool {
    guard let table else { return false }
    return table[place(of: order, in: table)] == order
  }

  @usableFromInline
  mutating func insert(_ order: UInt64) {
    if 2 * count > mask { grow() }
    guard let table else { return }
    table[place(of: order, in: table)] = order
    count += 1
  }

  /// Removes a word; `false` when it isn't there.
  @usableFromInline
  mutating func remove(_ order: UInt64) -> Bool {
    guard let table else { return false }
    var gap = place(of: order, in: table)
    guard table[gap] == order else { return false }
    count -= 1
    var place = gap
    while true {
      place = (place &+ 1) & mask
      let word = table[place]
      if word == 0 { break }
      // A word fills the gap unless its own place lies cyclically after the gap.
      if (place &- home(of: word)) & mask >= (place &- gap) & mask {
        table[gap] = word
        gap = place
      }
    }
    table[gap] = 0
    return true
  }

  @usableFromInline
  mutating func removeAll() {
    table?.update(repeating: 0, count: mask + 1)
    count = 0
  }

  /// Where the word is, or the free place where it would go.
  private func place(of order: UInt64, in table: UnsafeMutablePointer<UInt64>) -> Int {
    var place = home(of: order)
    while table[place] != order, table[place] != 0 { place = (place &+ 1) & mask }
    return place
  }

  /// Fibonacci hashing; Knuth, The Art of Computer Programming, volume 3, section 6.4.
  private func home(of order: UInt64) -> Int {
    Int(truncatingIfNeeded: (order &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }

  private mutating func grow() {
    let old = table
    let oldCapacity = mask + 1
    let capacity = max(32, 2 * oldCapacity)
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
    larger.initialize(repeating: 0, count: capacity)
    table = larger
    mask = capacity - 1
    shift = UInt64(64 - capacity.trailingZeroBitCount)
    guard let old else { return }
    for place in 0..<oldCapacity where old[place] != 0 {
      larger[self.place(of: old[place], in: larger)] = old[place]
    }
    old.deallocate()
  }
}

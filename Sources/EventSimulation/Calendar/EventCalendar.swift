import Randomness

/// The future events in order of time, then priority, then the order of scheduling.
///
/// ```swift
/// var calendar = EventCalendar<String>()
/// calendar.schedule("lunch", at: 12)
/// let reminder = calendar.scheduleCancellable("reminder", at: 11)
/// calendar.cancel(reminder)
/// ```
/// Time is a number in the unit of the model, and starts at 0. Of two events at one instant the one with the *lower*
/// `priority` comes first, as rank 1 comes before rank 2; of two with the same priority, the one scheduled first. So the
/// order never depends on anything but the calls that were made.
///
/// A binary heap on a raw buffer. While an event is handled its place at the root is free, and the first event that the
/// handler schedules sinks from there: one sift instead of two. Only events that are scheduled to be cancellable are
/// looked after beyond that.
@frozen
public struct EventCalendar<Event>: ~Copyable {
  /// A time of at least 0 and the order at that time, as two words that compare as one integer without a branch.
  @frozen @usableFromInline
  struct Entry {
    /// The bits of the time: for numbers that aren't negative they have the order of the numbers.
    @usableFromInline var instant: UInt64
    /// From the top: priority (16 bits), sequence number (47 bits), whether the event can be cancelled (1 bit).
    @usableFromInline var order: UInt64
    @usableFromInline var event: Event

    @inlinable @inline(__always)
    init(instant: UInt64, order: UInt64, event: consuming Event) {
      self.instant = instant
      self.order = order
      self.event = event
    }

    @inlinable @inline(__always)
    var time: Double { Double(bitPattern: instant) }

    @inlinable @inline(__always)
    var key: UInt128 { UInt128(truncatingIfNeeded: instant) << 64 | UInt128(truncatingIfNeeded: order) }

    @inlinable @inline(__always)
    var isCancellable: Bool { order & 1 != 0 }
  }

  @usableFromInline var _now: Double = 0
  @usableFromInline var heap: UnsafeMutablePointer<Entry>
  /// The places of the heap in use: events to come, the free root, and cancelled events not yet swept out.
  @usableFromInline var occupied: Int = 0
  @usableFromInline var capacity: Int
  /// Twice the number of events scheduled so far, of which there is room for 10¹⁴.
  @usableFromInline var sequence: UInt64 = 0
  @usableFromInline var rootIsFree: Bool = false
  @usableFromInline var isStopped: Bool = false
  @usableFromInline var cancelled: Int = 0
  @usableFromInline var cancellable: PendingOrders = PendingOrders()

  /// An empty calendar at time 0.
  @inlinable
  public init(minimumCapacity: Int = 64) {
    capacity = Swift.max(4, minimumCapacity)
    heap = .allocate(capacity: capacity)
  }

  @inlinable
  deinit {
    let first = rootIsFree ? 1 : 0
    (heap + first).deinitialize(count: occupied - first)
    heap.deallocate()
  }

  /// The time of the event being handled, of the last one handled, or to which a run was taken.
  @inlinable @inline(__always)
  public var now: Double { _now }

  /// The number of events to come.
  @inlinable
  public var count: Int { occupied - (rootIsFree ? 1 : 0) - cancelled }

  /// Whether no event is to come.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The number of places that the calendar holds, in use or not.
  package var places: Int { capacity }

  // MARK: - Scheduling

  /// Schedules an event a delay from now; of events at one instant, the lower `priority` first.
  ///
  /// The delay may be 0 but not negative: that is reported through `ValidationErrors` and ends the run.
  /// - Complexity: O(log n).
  @inlinable @inline(__always)
  public mutating func schedule(
    _ event: consuming Event, after delay: Double, priority: Int16 = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let time = _now + delay
    guard time >= _now else {
      reportEvent(after: delay, now: _now, file, line)
      return stop()
    }
    insert(Entry(instant: time.bitPattern, order: nextOrder(priority), event: event))
  }

  /// Schedules an event at a time, which may be now but not earlier; of events at one instant, the lower `priority` first.
  ///
  /// An event at infinity is never handled. A time that has passed is reported through `ValidationErrors` and ends the
  /// run.
  /// - Complexity: O(log n).
  @inlinable @inline(__always)
  public mutating func schedule(
    _ event: consuming Event, at time: Double, priority: Int16 = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    guard time >= _now else {
      reportEvent(at: time, now: _now, file, line)
      return stop()
    }
    // Adding zero turns -0, whose bits are out of order, into 0.
    insert(Entry(instant: (time + 0).bitPattern, order: nextOrder(priority), event: event))
  }

  @inlinable @inline(__always)
  mutating func nextOrder(_ priority: Int16) -> UInt64 {
    let order = UInt64(UInt16(bitPattern: priority) ^ 0x8000) << 48 | sequence
    sequence &+= 2
    return order
  }

  // One copy for all the calls in a handler: copies of the sift cost M/M/1 a tenth of its speed.
  @inlinable @inline(never)
  mutating func insert(_ entry: consuming Entry) {
    if rootIsFree {
      rootIsFree = false
      sink(entry, from: 0)
    } else {
      rise(entry)
    }
  }

  // MARK: - Taking

  /// Takes the next event and moves the clock to it; `nil` when there is none at or before `limit`, or after ``stop()``.
  @inlinable @inline(__always)
  package mutating func next(through limit: Double) -> Event? {
    take(through: limit)?.event
  }

  @inlinable @inline(__always)
  mutating func take(through limit: Double) -> Entry? {
    // The first instant out of reach; 0 where the limit is negative or not a number.
    let bound = limit >= 0 ? (limit + 0).bitPattern &+ 1 : 0
    if isStopped { return nil }
    while true {
      if rootIsFree { fillRoot() }
      guard occupied > 0, heap.pointee.instant < bound else { return nil }
      rootIsFree = true
      if heap.pointee.isCancellable, !cancellable.remove(heap.pointee.order) {
        cancelled &-= 1
        heap.deinitialize(count: 1)
        continue
      }
      _now = heap.pointee.time
      return heap.move()
    }
  }

  /// The time of the next event, or `nil` when none is to come.
  /// - Complexity: O(log n) from within a handler and after a cancellation, O(1) otherwise.
  @inlinable
  public mutating func peek() -> Double? {
    while true {
      if rootIsFree { fillRoot() }
      guard occupied > 0 else { return nil }
      guard heap.pointee.isCancellable, !cancellable.contains(heap.pointee.order) else { return heap.pointee.time }
      cancelled &-= 1
      heap.deinitialize(count: 1)
      rootIsFree = true
    }
  }

  /// Ends the run after the event being handled; the events to come stay, and another run takes them up.
  @inlinable
  public mutating func stop() { isStopped = true }

  /// Forgets a request to stop, for a run that begins.
  @inlinable
  package mutating func resume() { isStopped = false }

  /// Moves the clock to a time before which no event is left.
  @inlinable
  package mutating func advance(to time: Double) {
    if time > _now, time < .infinity { _now = time + 0 }
  }

  /// Drops every event to come; the clock and the numbering go on, so no old key becomes valid again.
  /// - Complexity: O(n).
  @inlinable
  public mutating func removeAll() {
    let first = rootIsFree ? 1 : 0
    (heap + first).deinitialize(count: occupied - first)
    occupied = 0
    rootIsFree = false
    cancelled = 0
    cancellable.removeAll()
  }

  // MARK: - The heap

  @inlinable @inline(__always)
  mutating func fillRoot() {
    rootIsFree = false
    occupied &-= 1
    if occupied > 0 { sink((heap + occupied).move(), from: 0) }
  }

  /// Puts an entry at a free place and lets it sink.
  @inlinable @inline(__always)
  mutating func sink(_ entry: consuming Entry, from place: Int) {
    let key = entry.key
    var hole = place
    while true {
      var child = 2 &* hole &+ 1
      guard child < occupied else { break }
      if child &+ 1 < occupied { child &+= heap[child &+ 1].key < heap[child].key ? 1 : 0 }
      guard heap[child].key < key else { break }
      (heap + hole).initialize(to: (heap + child).move())
      hole = child
    }
    (heap + hole).initialize(to: entry)
  }

  @inlinable @inline(__always)
  mutating func rise(_ entry: consuming Entry) {
    if occupied == capacity { grow() }
    let key = entry.key
    var hole = occupied
    occupied &+= 1
    while hole > 0 {
      let parent = (hole &- 1) >> 1
      guard key < heap[parent].key else { break }
      (heap + hole).initialize(to: (heap + parent).move())
      hole = parent
    }
    (heap + hole).initialize(to: entry)
  }

  @inlinable @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: heap, count: occupied)
    heap.deallocate()
    heap = larger
    capacity *= 2
  }
}

// Outside the generic type and never inlined: the message costs nothing where it is not needed.

@usableFromInline @inline(never)
func reportEvent(after delay: Double, now: Double, _ file: StaticString, _ line: UInt) {
  ValidationErrors.report(
    "schedule(_:after:)", "an event cannot come \(delay) from now, which is \(now): a delay is a number from 0", file,
    line)
}

@usableFromInline @inline(never)
func reportEvent(at time: Double, now: Double, _ file: StaticString, _ line: UInt) {
  ValidationErrors.report(
    "schedule(_:at:)", "an event cannot come at \(time): the time is a number that is not before now, which is \(now)",
    remedy: "schedule it after a delay", file, line)
}

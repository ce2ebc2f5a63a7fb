/// The events to come, in order of time, then priority, then the order in which they were scheduled.
///
/// A binary heap on a raw buffer. While an event is handled its place at the root is free, and the first event that the
/// handler schedules sinks from there: one sift instead of two.
@frozen
public struct EventCalendar<Event>: ~Copyable {
  @frozen @usableFromInline
  struct Entry {
    @usableFromInline var time: Double
    /// Priority in the upper 16 bits, sequence number below: one comparison settles both.
    @usableFromInline var order: UInt64
    @usableFromInline var event: Event

    @inlinable
    init(time: Double, order: UInt64, event: Event) {
      self.time = time
      self.order = order
      self.event = event
    }

    @inlinable @inline(__always)
    static func < (a: Entry, b: Entry) -> Bool { a.time < b.time || (a.time == b.time && a.order < b.order) }
  }

  /// The time of the event being handled, or of the last one handled.
  @inlinable public var now: Double { _now }
  /// The number of events to come.
  @inlinable public var count: Int { _count - (rootIsFree ? 1 : 0) }

  @usableFromInline var _now = 0.0
  @usableFromInline var heap: UnsafeMutablePointer<Entry>
  @usableFromInline var _count = 0
  @usableFromInline var capacity: Int
  @usableFromInline var sequence: UInt64 = 0
  @usableFromInline var rootIsFree = false

  public init(minimumCapacity: Int = 64) {
    capacity = max(4, minimumCapacity)
    heap = .allocate(capacity: capacity)
  }

  deinit {
    (heap + (rootIsFree ? 1 : 0)).deinitialize(count: count)
    heap.deallocate()
  }

  /// Schedules an event a delay from now.
  /// - Complexity: O(log n).
  @inlinable @inline(__always)
  public mutating func schedule(_ event: Event, after delay: Double, priority: Int16 = 0) {
    schedule(event, at: _now + delay, priority: priority)
  }

  /// Schedules an event at a time, which may be now but not earlier.
  /// - Complexity: O(log n).
  @inlinable @inline(__always)
  public mutating func schedule(_ event: Event, at time: Double, priority: Int16 = 0) {
    precondition(time >= _now, "an event cannot be scheduled in the past, nor at a time that is not a number")
    let upper = UInt64(UInt16(bitPattern: priority) ^ 0x8000) << 48
    let entry = Entry(time: time, order: upper | sequence, event: event)
    sequence &+= 1
    if rootIsFree {
      rootIsFree = false
      sink(entry)
    } else {
      rise(entry)
    }
  }

  /// Takes the next event and moves the clock to it; `nil` when there is none at or before `limit`.
  @inlinable @inline(__always)
  package mutating func next(through limit: Double) -> Event? {
    if rootIsFree { fillRoot() }
    guard _count > 0, heap.pointee.time <= limit else { return nil }
    _now = heap.pointee.time
    rootIsFree = true
    return heap.move().event
  }

  @usableFromInline @inline(__always)
  mutating func fillRoot() {
    rootIsFree = false
    _count -= 1
    if _count > 0 { sink((heap + _count).move()) }
  }

  /// Puts an entry at the free root and lets it sink.
  @inlinable @inline(__always)
  mutating func sink(_ entry: Entry) {
    var hole = 0
    while true {
      var child = 2 &* hole &+ 1
      guard child < _count else { break }
      if child &+ 1 < _count, heap[child &+ 1] < heap[child] { child &+= 1 }
      guard heap[child] < entry else { break }
      (heap + hole).initialize(to: (heap + child).move())
      hole = child
    }
    (heap + hole).initialize(to: entry)
  }

  @inlinable @inline(__always)
  mutating func rise(_ entry: Entry) {
    if _count == capacity { grow() }
    var hole = _count
    _count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) >> 1
      guard entry < heap[parent] else { break }
      (heap + hole).initialize(to: (heap + parent).move())
      hole = parent
    }
    (heap + hole).initialize(to: entry)
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: heap, count: _count)
    heap.deallocate()
    heap = larger
    capacity *= 2
  }
}

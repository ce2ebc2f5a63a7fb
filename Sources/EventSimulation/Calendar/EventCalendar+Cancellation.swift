extension EventCalendar {
  /// Schedules an event a delay from now that can be cancelled by the key returned.
  ///
  /// It costs a little more than ``schedule(_:after:priority:)``, and nothing for the other events.
  /// - Complexity: O(log n).
  @inlinable
  public mutating func scheduleCancellable(
    _ event: consuming Event, after delay: Double, priority: Int16 = 0
  ) -> EventKey {
    let time = _now + delay
    guard time >= _now else { refuseToSchedule(after: delay, now: _now) }
    return insertCancellable(event, at: time.bitPattern, priority)
  }

  /// Schedules an event at a time, which may be now but not earlier, that can be cancelled by the key returned.
  /// - Complexity: O(log n).
  @inlinable
  public mutating func scheduleCancellable(
    _ event: consuming Event, at time: Double, priority: Int16 = 0
  ) -> EventKey {
    insertCancellable(event, at: instant(of: time), priority)
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

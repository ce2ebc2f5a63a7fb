import Synchronization

/// Computes the value of each key once, however many threads ask for it, and keeps the values that were asked for last.
///
/// Values of different keys are computed at the same time; a thread that asks for a key whose value is being computed waits
/// for it. Beyond the capacity the value that was asked for longest ago is dropped, and computed again if it is needed.
package final class ComputationCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// A value, or the promise of one: whoever holds the lock computes it.
  private final class Entry: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private struct Slot {
    let entry: Entry
    var lastUse: UInt64
  }

  private struct State {
    var slots: [Key: Slot] = [:]
    var uses: UInt64 = 0
    var computed = 0
  }

  private let capacity: Int
  private let state = Mutex(State())

  /// - Parameter capacity: how many values are kept at most.
  package init(capacity: Int) {
    precondition(capacity > 0, "a cache keeps at least one value")
    self.capacity = capacity
  }

  /// How many values were computed, those that were dropped included.
  package var computedCount: Int { state.withLock { $0.computed } }

  /// How many values are kept.
  package var count: Int { state.withLock { $0.slots.count } }

  /// The value of a key, from `compute` where it is not kept.
  ///
  /// An error of `compute` is not kept: who asks next computes again.
  package func value<Failure: Error>(
    for key: Key, computing compute: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try entry(for: key).value.withLock { (value) throws(Failure) -> Value in
      if let value { return value }
      let new = try compute()
      value = new
      state.withLock { $0.computed += 1 }
      return new
    }
  }

  private func entry(for key: Key) -> Entry {
    state.withLock { state in
      state.uses += 1
      if let slot = state.slots[key] {
        state.slots[key]?.lastUse = state.uses
        return slot.entry
      }
      if state.slots.count >= capacity, let oldest = state.slots.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
        state.slots[oldest] = nil
      }
      let entry = Entry()
      state.slots[key] = Slot(entry: entry, lastUse: state.uses)
      return entry
    }
  }
}

import Synchronization

/// Computes the value of each key once, however many threads ask for it, and keeps the values that were asked for last.
///
/// Values of different keys are computed at the same time; a thread that asks for a key whose value is being computed waits
/// for it. Beyond the capacity the value that was asked for longest ago is dropped, and computed again if it is needed.
package final class ComputationCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// A value, or the promise of one: whoever holds the lock computes it.
  private final class Entry: Sendable {
    let value = Mutex<Value?>(nil)
    let lastUse = Atomic<UInt64>(0)
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    /// Those that were asked for last. A large key takes longer to hash than to compare with a few others.
    var recent: [(key: Key, entry: Entry)] = []
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
  package var count: Int { state.withLock { $0.entries.count } }

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

  private static var mostRecent: Int { 8 }

  private func entry(for key: Key) -> Entry {
    state.withLock { state in
      state.uses += 1
      if let recent = state.recent.first(where: { $0.key == key }) {
        recent.entry.lastUse.store(state.uses, ordering: .relaxed)
        return recent.entry
      }
      let entry = Self.entry(for: key, in: &state, capacity)
      entry.lastUse.store(state.uses, ordering: .relaxed)
      if state.recent.count == min(Self.mostRecent, capacity), let oldest = Self.oldest(of: state.recent.map(\.entry)) {
        state.recent.remove(at: oldest)
      }
      state.recent.append((key, entry))
      return entry
    }
  }

  private static func entry(for key: Key, in state: inout State, _ capacity: Int) -> Entry {
    if let known = state.entries[key] { return known }
    if state.entries.count >= capacity, let oldest = oldest(of: state.entries.values) {
      state.entries.remove(at: oldest)
    }
    let entry = Entry()
    state.entries[key] = entry
    return entry
  }

  private static func oldest<Entries: Collection<Entry>>(of entries: Entries) -> Entries.Index? {
    entries.indices.min {
      entries[$0].lastUse.load(ordering: .relaxed) < entries[$1].lastUse.load(ordering: .relaxed)
    }
  }
}

/// When each of several sources has its next arrival: the earliest first, of equals the source with the lower number.
///
/// A binary heap in an array, in which the first is replaced in place, since a source mostly goes on.
struct NextArrivals {
  private struct Entry {
    var time: Double
    var source: Int

    static func < (a: Entry, b: Entry) -> Bool { a.time < b.time || a.time == b.time && a.source < b.source }
  }

  private var heap: [Entry] = []

  /// The source whose arrival is the earliest, and when; `nil` when there is none.
  var first: (source: Int, time: Double)? { heap.first.map { ($0.source, $0.time) } }

  /// - Complexity: O(log n).
  mutating func insert(_ source: Int, at time: Double) {
    let entry = Entry(time: time, source: source)
    heap.append(entry)
    var hole = heap.count - 1
    while hole > 0, entry < heap[(hole - 1) / 2] {
      heap[hole] = heap[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    heap[hole] = entry
  }

  /// Gives the first source its next arrival.
  /// - Complexity: O(log n).
  mutating func postponeFirst(to time: Double) {
    sink(Entry(time: time, source: heap[0].source), from: 0)
  }

  /// - Complexity: O(log n).
  mutating func removeFirst() {
    let last = heap.removeLast()
    if !heap.isEmpty { sink(last, from: 0) }
  }

  private mutating func sink(_ entry: Entry, from place: Int) {
    var hole = place
    while 2 * hole + 1 < heap.count {
      var child = 2 * hole + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < entry else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = entry
  }
}

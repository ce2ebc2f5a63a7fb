/// Transactions that wait in order of rank: the smaller first, then the secondary rank, then who came first.
///
/// A binary heap. One that gives up is not looked for: its place is recognised by its old key when it comes up, and is
/// swept out when most places are old.
struct RankedLine {
  struct Place {
    var rank: Double
    var secondRank: Double
    var sequence: Int
    var slot: Int32
    var key: UInt32

    static func < (a: Place, b: Place) -> Bool {
      if a.rank != b.rank { return a.rank < b.rank }
      if a.secondRank != b.secondRank { return a.secondRank < b.secondRank }
      return a.sequence < b.sequence
    }
  }

  private(set) var places: [Place] = []
  /// The transactions that still wait.
  private(set) var count = 0
  private(set) var sequence = 0

  /// Adds a transaction with the key of its wait.
  /// - Complexity: O(log n).
  mutating func insert(_ slot: Int32, key: UInt32, rank: Double, secondRank: Double) {
    places.append(Place(rank: rank, secondRank: secondRank, sequence: sequence, slot: slot, key: key))
    sequence += 1
    count += 1
    rise(from: places.count - 1)
  }

  /// Notes that one which waits gives up; its key must have moved on.
  mutating func forget(_ records: UnsafeMutablePointer<TransactionRecord>) {
    count -= 1
    guard places.count > 2 * count + 32 else { return }
    places.removeAll { records[Int($0.slot)].key != $0.key }
    for place in (0..<places.count / 2).reversed() { sink(from: place) }
  }

  /// The transaction that is served next, or -1.
  /// - Complexity: O(log n) amortised.
  mutating func first(_ records: UnsafeMutablePointer<TransactionRecord>) -> Int32 {
    while let place = places.first {
      if records[Int(place.slot)].key == place.key { return place.slot }
      removeRoot()
    }
    return -1
  }

  /// Whether one of those ranks that comes now would be served next.
  /// - Complexity: O(log n) amortised.
  mutating func comesFirst(
    rank: Double, secondRank: Double, _ records: UnsafeMutablePointer<TransactionRecord>
  ) -> Bool {
    guard first(records) >= 0 else { return true }
    return (rank, secondRank) < (places[0].rank, places[0].secondRank)
  }

  /// Takes out the transaction that ``first(_:)`` returned.
  /// - Complexity: O(log n).
  mutating func removeFirst() {
    removeRoot()
    count -= 1
  }

  private mutating func removeRoot() {
    let last = places.removeLast()
    guard !places.isEmpty else { return }
    places[0] = last
    sink(from: 0)
  }

  private mutating func rise(from start: Int) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard places[place] < places[parent] else { return }
      places.swapAt(place, parent)
      place = parent
    }
  }

  private mutating func sink(from start: Int) {
    var place = start
    while true {
      var child = 2 * place + 1
      guard child < places.count else { return }
      if child + 1 < places.count, places[child + 1] < places[child] { child += 1 }
      guard places[child] < places[place] else { return }
      places.swapAt(place, child)
      place = child
    }
  }
}

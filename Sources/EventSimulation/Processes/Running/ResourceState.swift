/// A resource during a run: its units, its line and what was observed of it.
struct ResourceState: ~Copyable {
  /// One who holds units, with the priority at which it asked for them.
  struct Holder {
    let slot: Int32
    let priority: Int32
    /// How many had been given units before it did; it keeps the number when it loses them and gets them back.
    let seniority: Int
  }

  var capacity: Int
  /// The units at work; more than the capacity while units that were withdrawn finish.
  var inUse = 0
  let isRanked: Bool
  let isLastCome: Bool
  let tracksHolders: Bool
  let queueCapacity: Int
  /// The attribute that ranks those who wait, or -1, and whether the smaller or the larger goes first.
  let rankAttribute: Int32
  let rankSign: Double
  /// Those who wait, where the order of arrival is all that counts.
  var line = WaitingLine()
  /// Those who wait, where it is not.
  var ranks = RankedLine()
  /// Those who hold units, in the order in which they got them, where units can be taken away.
  var holders: [Holder] = []
  /// How many were given units, where they can be taken away.
  var grants = 0
  /// The next change of its schedule, and how often the schedule has begun again.
  var nextChange = 0
  var cycle = 0

  var busy = TimeWeighted()
  var queue = TimeWeighted()
  var available: TimeWeighted
  var waits = ObservationRecorder()
  var abandonedWaits = ObservationRecorder()
  var interruptions = ObservationRecorder()
  var balked = 0
  var turnedAway = 0
  var preemptions = 0

  init(_ resource: Resource, isRanked: Bool, tracksHolders: Bool, attributes: [Attribute]) {
    capacity = resource.capacity.initial
    available = TimeWeighted(Double(resource.capacity.initial))
    self.isRanked = isRanked
    self.tracksHolders = tracksHolders
    isLastCome = resource.discipline == .lastCome
    queueCapacity = resource.queueCapacity
    switch resource.discipline {
    case .firstCome, .lastCome:
      rankAttribute = -1
      rankSign = 0
    case .smallest(let attribute):
      rankAttribute = Int32(attributes.firstIndex(of: attribute) ?? -1)
      rankSign = 1
    case .largest(let attribute):
      rankAttribute = Int32(attributes.firstIndex(of: attribute) ?? -1)
      rankSign = -1
    }
  }

  /// The number of those who wait.
  @inline(__always)
  var waiting: Int { isRanked ? ranks.count : line.count }

  /// The units that are free; fewer than none while units that were withdrawn finish.
  @inline(__always)
  var free: Int { capacity &- inUse }

  mutating func restart(at time: Double) {
    busy.reset(at: time)
    queue.reset(at: time)
    available.reset(at: time)
    waits.reset()
    abandonedWaits.reset()
    interruptions.reset()
    balked = 0
    turnedAway = 0
    preemptions = 0
  }
}

/// Transactions that wait for the same thing, in the order in which they are served, linked through their records.
struct WaitingLine {
  private(set) var head: Int32 = -1
  private(set) var tail: Int32 = -1
  private(set) var count = 0

  /// Adds a transaction behind the others.
  /// - Complexity: O(1).
  @inline(__always)
  mutating func append(_ slot: Int32, _ records: UnsafeMutablePointer<TransactionRecord>) {
    records[Int(slot)].next = -1
    records[Int(slot)].previous = tail
    if tail >= 0 { records[Int(tail)].next = slot } else { head = slot }
    tail = slot
    count &+= 1
  }

  /// Adds a transaction before the others.
  /// - Complexity: O(1).
  @inline(__always)
  mutating func prepend(_ slot: Int32, _ records: UnsafeMutablePointer<TransactionRecord>) {
    records[Int(slot)].previous = -1
    records[Int(slot)].next = head
    if head >= 0 { records[Int(head)].previous = slot } else { tail = slot }
    head = slot
    count &+= 1
  }

  /// Takes a transaction out, wherever it stands.
  /// - Complexity: O(1).
  @inline(__always)
  mutating func remove(_ slot: Int32, _ records: UnsafeMutablePointer<TransactionRecord>) {
    let next = records[Int(slot)].next
    let previous = records[Int(slot)].previous
    if previous >= 0 { records[Int(previous)].next = next } else { head = next }
    if next >= 0 { records[Int(next)].previous = previous } else { tail = previous }
    count &-= 1
  }
}

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
  ///
  /// - Parameter order: the order among those of the same ranks, which is that of their coming unless stated.
  /// - Complexity: O(log n).
  mutating func insert(_ slot: Int32, key: UInt32, rank: Double, secondRank: Double, order: Int? = nil) {
    places.append(Place(rank: rank, secondRank: secondRank, sequence: order ?? sequence, slot: slot, key: key))
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

/// How many requests each replica has, and which has the fewest.
///
/// Replicas with equally many stand in a line, in the order in which they came to be that many; a request more or less
/// moves one to the end of the next line. Those that take no requests stand in none.
struct LeastLoadedIndex: ~Copyable {
  private struct Entry {
    var count: Int32
    var previous: Int32
    var next: Int32
    var isOpen: Bool
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  /// The first and the last replica of each line.
  private var heads: [Int32] = [-1]
  private var tails: [Int32] = [-1]
  private var least = 0
  private var open = 0

  init(capacity: Int) {
    self.capacity = capacity
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Entry(count: 0, previous: -1, next: -1, isOpen: false), count: capacity)
  }

  deinit { entries.deallocate() }

  /// The replica with the fewest requests; `nil` when none takes any.
  var leastLoaded: Int? {
    @inline(__always)
    get { open > 0 ? Int(heads[least]) : nil }
  }

  @inline(__always)
  func count(of replica: Int) -> Int { Int(entries[replica].count) }

  /// The replica takes requests from now on.
  mutating func open(_ replica: Int) {
    entries[replica].isOpen = true
    open += 1
    enter(replica)
    let count = Int(entries[replica].count)
    if open == 1 || count < least { least = count }
  }

  /// The replica takes no more requests.
  mutating func close(_ replica: Int) {
    leave(replica)
    entries[replica].isOpen = false
    open -= 1
    seekLeast()
  }

  /// A request more.
  @inline(__always)
  mutating func add(to replica: Int) {
    guard entries[replica].isOpen else {
      entries[replica].count += 1
      return
    }
    leave(replica)
    entries[replica].count += 1
    enter(replica)
    if heads[least] < 0 { least += 1 }
  }

  /// So many requests less.
  @inline(__always)
  mutating func remove(_ number: Int, from replica: Int) {
    guard number > 0 else { return }
    guard entries[replica].isOpen else {
      entries[replica].count -= Int32(number)
      return
    }
    leave(replica)
    entries[replica].count -= Int32(number)
    enter(replica)
    least = min(least, Int(entries[replica].count))
  }

  private mutating func seekLeast() {
    guard open > 0 else { return }
    while heads[least] < 0 { least += 1 }
  }

  @inline(__always)
  private mutating func leave(_ replica: Int) {
    let entry = entries[replica]
    if entry.previous >= 0 {
      entries[Int(entry.previous)].next = entry.next
    } else {
      heads[Int(entry.count)] = entry.next
    }
    if entry.next >= 0 {
      entries[Int(entry.next)].previous = entry.previous
    } else {
      tails[Int(entry.count)] = entry.previous
    }
  }

  @inline(__always)
  private mutating func enter(_ replica: Int) {
    let count = Int(entries[replica].count)
    while count >= heads.count {
      heads.append(-1)
      tails.append(-1)
    }
    let last = tails[count]
    entries[replica].previous = last
    entries[replica].next = -1
    if last >= 0 { entries[Int(last)].next = Int32(replica) } else { heads[count] = Int32(replica) }
    tails[count] = Int32(replica)
  }
}

import Randomness

/// The routing of requests to replicas.
public enum Routing: Sendable, Hashable, CustomStringConvertible {
  /// Each replica in turn, over all pools.
  case roundRobin
  /// The replica with the fewest requests, waiting and running; of equals the one that reached the count first.
  case leastLoaded
  /// One queue of the fleet: a request goes to the replica with the fewest requests that has a place for a sequence, or waits
  /// for the first replica that has one.
  case sharedQueue
  /// The one with fewer requests of two random replicas. Mitzenmacher 2001.
  case twoChoices
  /// The replica that has the longest beginning of the prompt in memory, among those with at most `slack` requests more than the
  /// least loaded; of equals the one with the fewest requests, and of those the first. It needs prefix caching.
  case prefixAware(slack: Int = 8)
  /// The first pool for prompts up to the first length, and so on, the last pool for all others; within a pool the replica with
  /// the fewest requests. There is one length fewer than pools.
  case byLength(atMost: [Int])

  public var description: String {
    switch self {
    case .roundRobin: "round robin"
    case .leastLoaded: "least loaded"
    case .sharedQueue: "shared queue"
    case .twoChoices: "two choices"
    case .prefixAware(let slack): "prefix aware, up to \(slack) requests more than the least loaded"
    case .byLength(let lengths): "by length, up to \(lengths.map(String.init).joined(separator: ", "))"
    }
  }
}

extension FleetModel {
  @inline(__always)
  func loadIndex(of replica: Int) -> Int {
    if case .byLength = routing { return poolOf[replica] }
    return 0
  }

  /// The replica to which a request with such a prompt is routed; −1 where none accepts requests.
  @inline(__always)
  mutating func route(inputTokens: Int, sharing texts: PromptTexts?) -> Int {
    switch routing {
    case .roundRobin:
      return nextInTurn()
    case .leastLoaded:
      return loadIndexes[0].leastLoaded ?? -1
    case .sharedQueue:
      guard let replica = loadIndexes[0].leastLoaded,
        loadIndexes[0].count(of: replica) < pools[poolOf[replica]].pool.deployment.batching.sequences
      else { return -1 }
      return replica
    case .twoChoices:
      guard !open.isEmpty else { return -1 }
      let one = Int(open[choices.index(below: open.count)])
      let other = Int(open[choices.index(below: open.count)])
      return loadIndexes[0].count(of: other) < loadIndexes[0].count(of: one) ? other : one
    case .prefixAware(let slack):
      return longestPrefix(of: texts, inputTokens, slack: slack)
    case .byLength:
      return nearestOpen(to: poolOfLength(inputTokens))
    }
  }

  /// The replica with the longest beginning of a prompt in memory among those that are not much busier than the least loaded.
  private func longestPrefix(of texts: PromptTexts?, _ inputTokens: Int, slack: Int) -> Int {
    guard let idlest = loadIndexes[0].leastLoaded else { return -1 }
    guard let texts else { return idlest }
    let most = loadIndexes[0].count(of: idlest) + slack
    var (best, longest, fewest) = (idlest, -1, Int.max)
    for replica in open.lazy.map({ Int($0) }) {
      let requests = loadIndexes[0].count(of: replica)
      guard requests <= most else { continue }
      let tokens = replicas[replica].tokensInMemory(of: texts, atMost: inputTokens)
      if (tokens, -requests, -replica) > (longest, -fewest, -best) || longest < 0 {
        (best, longest, fewest) = (replica, tokens, requests)
      }
    }
    return best
  }

  /// The next replica in turn that accepts requests.
  private mutating func nextInTurn() -> Int {
    for _ in 0..<count {
      let replica = turn
      turn = turn + 1 == count ? 0 : turn + 1
      if slots[replica].state == .serving { return replica }
    }
    return -1
  }

  /// The pool for prompts of that length.
  @inline(__always)
  func poolOfLength(_ inputTokens: Int) -> Int {
    guard case .byLength(let lengths) = routing else { return 0 }
    return lengths.firstIndex { inputTokens <= $0 } ?? pools.count - 1
  }

  /// The least loaded replica of a pool; where none of it accepts requests, of the next pool for longer prompts, or else for
  /// shorter ones.
  private func nearestOpen(to pool: Int) -> Int {
    if let replica = loadIndexes[pool].leastLoaded { return replica }
    for other in Array((pool + 1)..<max(pool + 1, pools.count)) + (0..<pool).reversed() {
      if let replica = loadIndexes[other].leastLoaded { return replica }
    }
    return -1
  }
}

/// The number of requests of each replica, and the replica with the fewest.
///
/// Replicas with equal counts are in a linked list, in the order in which they reached the count; adding or removing a request
/// moves a replica to the end of another list. Replicas that accept no requests are in none.
struct LeastLoadedIndex: ~Copyable {
  private struct Entry {
    var count: Int32
    var previous: Int32
    var next: Int32
    var isOpen: Bool
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  /// The first and the last replica of each list.
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

  /// The replica with the fewest requests; `nil` where none accepts any.
  var leastLoaded: Int? {
    @inline(__always)
    get { open > 0 ? Int(heads[least]) : nil }
  }

  @inline(__always)
  func count(of replica: Int) -> Int { Int(entries[replica].count) }

  /// Opens a replica for requests.
  mutating func open(_ replica: Int) {
    entries[replica].isOpen = true
    open += 1
    enter(replica)
    let count = Int(entries[replica].count)
    if open == 1 || count < least { least = count }
  }

  /// Closes a replica for requests.
  mutating func close(_ replica: Int) {
    leave(replica)
    entries[replica].isOpen = false
    open -= 1
    seekLeast()
  }

  /// Adds a request.
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

  /// Removes requests.
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

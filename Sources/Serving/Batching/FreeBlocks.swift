/// The free KV blocks of a replica, in the order in which they will be reused.
///
/// A freed block keeps its content until it is reused, so a preempted request may find the beginning of its context. Blocks
/// are freed last first and reused first in, first out, as in vLLM: what is left of a request's blocks is always the
/// beginning. So runs of blocks with one owner are all that is stored, and only their number while no request may look for
/// its own.
struct FreeBlocks {
  private struct Run {
    var owner: Int
    var count: Int
  }

  private(set) var count: Int
  /// Empty while no block has an owner that may look for it.
  private var runs: [Run] = []
  private var owned = 0
  /// The content of all blocks, where prompts share them; owners are not stored then.
  let cache: PrefixCache?

  /// - `isCaching`: whether prompts share blocks.
  init(count: Int, isCaching: Bool = false) {
    self.count = count
    cache = isCaching ? PrefixCache(blocks: count) : nil
  }

  /// Allocates blocks; at least that many are free.
  @inline(__always)
  mutating func take(_ number: Int) {
    count &-= number
    if !runs.isEmpty, number > 0 { takeFromRuns(number) } else if let cache, number > 0 { cache.take(number) }
  }

  /// Frees blocks without an owner.
  @inline(__always)
  mutating func giveBack(_ number: Int) {
    count &+= number
    if !runs.isEmpty, number > 0 { append(number, owner: -1) }
  }

  /// Frees blocks of a request that may look for them; the owner is the number of the request.
  mutating func giveBack(_ number: Int, of owner: Int) {
    guard number > 0 else { return }
    if runs.isEmpty { runs.append(Run(owner: -1, count: count)) }
    count += number
    runs.append(Run(owner: owner, count: number))
    owned += 1
  }

  /// The number of blocks from the beginning of its context that a request would find.
  func left(of owner: Int) -> Int { runs.first { $0.owner == owner }?.count ?? 0 }

  /// Allocates that many blocks from the beginning of its context to the owner; its other blocks lose their owner.
  mutating func claim(_ number: Int, by owner: Int) {
    guard let place = runs.firstIndex(where: { $0.owner == owner }) else { return }
    count -= number
    runs[place].count -= number
    disown(place)
  }

  /// Counts blocks that left the free blocks of the cache, or came back.
  mutating func count(freed number: Int) { count += number }

  private mutating func disown(_ place: Int) {
    runs[place].owner = -1
    owned -= 1
    if owned == 0 { runs.removeAll(keepingCapacity: true) }
  }

  private mutating func append(_ number: Int, owner: Int) {
    if runs[runs.count - 1].owner == owner {
      runs[runs.count - 1].count += number
    } else {
      runs.append(Run(owner: owner, count: number))
    }
  }

  @inline(never)
  private mutating func takeFromRuns(_ number: Int) {
    var rest = number
    var emptied = 0
    while rest > 0, emptied < runs.count {
      let part = min(rest, runs[emptied].count)
      runs[emptied].count -= part
      rest -= part
      guard runs[emptied].count == 0 else { break }
      if runs[emptied].owner >= 0 { owned -= 1 }
      emptied += 1
    }
    if owned == 0 { runs.removeAll(keepingCapacity: true) } else { runs.removeFirst(emptied) }
  }
}

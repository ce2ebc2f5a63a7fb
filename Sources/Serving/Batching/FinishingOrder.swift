/// The running answers, ordered by the decode step at which each is complete.
///
/// A binary heap of words with the step in the high bits and the place of the sequence in the low bits. A sequence that is
/// removed early leaves its word behind, which is skipped when it comes up.
struct FinishingOrder: ~Copyable {
  private static let placeBits: UInt64 = 20

  private var words: UnsafeMutablePointer<UInt64>
  private var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = max(capacity, 4)
    words = .allocate(capacity: self.capacity)
  }

  deinit { words.deallocate() }

  var isEmpty: Bool { count == 0 }

  /// The first step at which an answer is complete, and the place of its sequence.
  var first: (step: Int, place: Int)? {
    @inline(__always) get {
      guard count > 0 else { return nil }
      return (Int(truncatingIfNeeded: words[0] >> Self.placeBits), Int(words[0] & (1 << Self.placeBits - 1)))
    }
  }

  /// - Complexity: O(log n).
  @inline(__always)
  mutating func insert(step: Int, place: Int) {
    if count == capacity { grow() }
    let word = UInt64(truncatingIfNeeded: step) << Self.placeBits | UInt64(truncatingIfNeeded: place)
    var hole = count
    count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) >> 1
      guard word < words[parent] else { break }
      words[hole] = words[parent]
      hole = parent
    }
    words[hole] = word
  }

  /// - Complexity: O(log n).
  @inline(__always)
  mutating func removeFirst() {
    count &-= 1
    guard count > 0 else { return }
    let word = words[count]
    var hole = 0
    while true {
      var child = 2 &* hole &+ 1
      guard child < count else { break }
      if child &+ 1 < count { child &+= words[child &+ 1] < words[child] ? 1 : 0 }
      guard words[child] < word else { break }
      words[hole] = words[child]
      hole = child
    }
    words[hole] = word
  }

  /// Keeps only the words for which `isCurrent` holds, when stale ones have accumulated.
  /// - Complexity: O(n log n).
  mutating func sweep(keeping isCurrent: (_ step: Int, _ place: Int) -> Bool) {
    let all = (0..<count).map { words[$0] }
    count = 0
    for word in all {
      let (step, place) = (Int(truncatingIfNeeded: word >> Self.placeBits), Int(word & (1 << Self.placeBits - 1)))
      if isCurrent(step, place) { insert(step: step, place: place) }
    }
  }

  var size: Int { count }

  mutating func removeAll() { count = 0 }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * capacity)
    larger.update(from: words, count: count)
    words.deallocate()
    words = larger
    capacity *= 2
  }
}

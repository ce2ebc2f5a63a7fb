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

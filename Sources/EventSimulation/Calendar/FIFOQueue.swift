/// A queue: first in, first out.
///
/// ```swift
/// var waiting = FIFOQueue<Double>()
/// waiting.append(calendar.now)
/// if let arrival = waiting.popFirst() { waits.add(calendar.now - arrival) }
/// ```
/// A ring on a raw buffer that doubles when it is full.
@frozen
public struct FIFOQueue<Element>: ~Copyable {
  @usableFromInline var ring: UnsafeMutablePointer<Element>
  /// One less than the capacity, which is a power of two.
  @usableFromInline var mask: Int
  @usableFromInline var head: Int = 0
  @usableFromInline var _count: Int = 0

  /// An empty queue.
  @inlinable
  public init(minimumCapacity: Int = 16) {
    var capacity = 1
    while capacity < minimumCapacity { capacity *= 2 }
    mask = capacity - 1
    ring = .allocate(capacity: capacity)
  }

  @inlinable
  deinit {
    deinitializeAll()
    ring.deallocate()
  }

  /// The number of elements that wait.
  @inlinable @inline(__always)
  public var count: Int { _count }

  /// Whether none waits.
  @inlinable @inline(__always)
  public var isEmpty: Bool { _count == 0 }

  /// The element that leaves next.
  /// - Complexity: O(1).
  @inlinable
  public var first: Element? { _count == 0 ? nil : ring[head] }

  /// The element that is `position` places behind the first.
  /// - Complexity: O(1).
  @inlinable
  public subscript(position: Int) -> Element {
    guard position >= 0, position < _count else { reportNoElement(at: position, of: _count) }
    return ring[(head &+ position) & mask]
  }

  /// Adds an element behind the others.
  /// - Complexity: O(1) amortised.
  @inlinable @inline(__always)
  public mutating func append(_ element: consuming Element) {
    if _count > mask { grow() }
    (ring + ((head &+ _count) & mask)).initialize(to: element)
    _count &+= 1
  }

  /// Takes the element that has waited longest.
  /// - Complexity: O(1).
  @inlinable @inline(__always)
  public mutating func popFirst() -> Element? {
    guard _count > 0 else { return nil }
    let place = ring + head
    head = (head &+ 1) & mask
    _count &-= 1
    return place.move()
  }

  /// Drops every element and keeps the buffer.
  /// - Complexity: O(n).
  @inlinable
  public mutating func removeAll() {
    deinitializeAll()
    head = 0
    _count = 0
  }

  @inlinable
  func deinitializeAll() {
    let untilEnd = Swift.min(_count, mask + 1 - head)
    (ring + head).deinitialize(count: untilEnd)
    ring.deinitialize(count: _count - untilEnd)
  }

  @inlinable @inline(never)
  mutating func grow() {
    let capacity = mask + 1
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: ring + head, count: capacity - head)
    (larger + (capacity - head)).moveInitialize(from: ring, count: head)
    ring.deallocate()
    ring = larger
    head = 0
    mask = 2 * capacity - 1
  }
}

// Outside the generic type and never inlined: the message costs nothing where it is not needed, and a release build shows
// it too, which it doesn't for a precondition.
@usableFromInline @inline(never)
func reportNoElement(at position: Int, of count: Int) -> Never {
  fatalError("no element waits at position \(position) of the queue: it holds \(count), from position 0 on")
}

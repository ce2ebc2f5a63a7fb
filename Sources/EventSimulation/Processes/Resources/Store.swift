import Randomness

/// A store of distinct items, each a number: orders in a buffer, tokens, parts of a size.
///
/// ```swift
/// let shelf = Store("shelf", capacity: 20)
/// Put(shelf) { part, _ in part[size] }
/// Get(shelf, into: size)
/// ```
/// A ``Put`` waits while the store is full, and a ``Get`` waits while it holds no matching item. Both queues are first come,
/// first served, but a request for a certain item does not block the requests behind it.
public struct Store: Sendable, Hashable {
  /// Which of the matching items is taken first.
  public enum Order: Sendable, Hashable {
    /// The one that has been there longest.
    case firstIn
    /// The one that came last.
    case lastIn
    /// The smallest number, and of equals the one that has been there longest.
    case smallest
    /// The largest number, and of equals the one that has been there longest.
    case largest
  }

  /// The name, by which results are read.
  public let name: String

  let capacity: Int
  let items: [Double]
  let order: Order

  /// Describes a store.
  ///
  /// - `name`: The name by which results are read: two stores of one model have different names.
  /// - `capacity`: How many items there is room for.
  /// - `items`: The items that are there at the start.
  /// - `order`: Which item is taken first.
  public init(
    _ name: String, capacity: Int = .max, items: [Double] = [], order: Order = .firstIn, fileID: String = #fileID,
    line: Int = #line
  ) {
    self.name = name
    self.capacity = capacity
    self.items = items
    self.order = order
    if capacity < 0 || items.count > capacity {
      ValidationErrors.report(
        InvalidValue(
          "Store(\"\(name)\", capacity: \(capacity))",
          capacity < 0 ? "a capacity cannot be negative" : "there is no room for the \(items.count) items of the start",
          location: SourcePlace(fileID: fileID, line: line).description))
    }
  }
}

/// A container with a level that changes by amounts: fuel in a tank, a budget, tokens of a quota.
///
/// ```swift
/// let tank = Container("tank", capacity: 1000, level: 200)
/// Get(tank, 40)
/// Put(tank, .uniform(300, 500))
/// ```
/// A ``Put`` waits until the whole amount fits, and a ``Get`` waits until the whole amount is available. Both queues are
/// first come, first served: a large request at the head blocks smaller ones behind it.
public struct Container: Sendable, Hashable {
  /// The name, by which results are read.
  public let name: String

  let capacity: Double
  let level: Double

  /// Describes a container.
  ///
  /// - `name`: The name by which results are read: two containers of one model have different names.
  /// - `capacity`: The level that it cannot exceed, in a unit of the user's own.
  /// - `level`: The level at the start, in the same unit.
  public init(
    _ name: String, capacity: Double = .infinity, level: Double = 0, fileID: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.capacity = capacity
    self.level = level
    if !(capacity >= 0 && level >= 0 && level <= capacity && level < .infinity) {
      ValidationErrors.report(
        InvalidValue(
          "Container(\"\(name)\", capacity: \(capacity), level: \(level))",
          "the level at the start must lie between 0 and the capacity",
          location: SourcePlace(fileID: fileID, line: line).description))
    }
  }
}

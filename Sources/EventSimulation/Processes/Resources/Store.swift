import Randomness

/// A place for single items, each a number: orders in a buffer, tokens, parts of a size.
///
/// ```swift
/// let shelf = Store("shelf", capacity: 20)
/// Put(shelf) { part, _ in part[size] }
/// Get(shelf, into: size)
/// ```
/// Who puts waits while it is full; who gets waits while it holds no item that fits. Both lines are first come, first
/// served, but one that waits for a certain item does not hold up those behind it.
public struct Store: Sendable, Hashable {
  /// Which of the items that fit is taken first.
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

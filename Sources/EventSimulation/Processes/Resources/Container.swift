import Randomness

/// A level that is raised and lowered by amounts: fuel in a tank, a budget, tokens of a quota.
///
/// ```swift
/// let tank = Container("tank", capacity: 1000, level: 200)
/// Get(tank, 40)
/// Put(tank, .uniform(300, 500))
/// ```
/// Who puts waits until there is room for the whole amount; who gets waits until the whole amount is there. Both lines
/// are first come, first served: a large request at the head holds up the small ones behind it.
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

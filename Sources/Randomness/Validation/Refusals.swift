import Synchronization

/// Collects the values refused while an experiment is read, so that it is stopped before it runs and all are named at once.
///
/// The words of the experiment language cannot throw (`.uniform(0.5, 0.3)` stands in an attribute), so they report here.
/// Outside an experiment, where nobody collects, a refused value stops the program with its message.
public final class Refusals: Sendable {
  @TaskLocal private static var collector: Refusals?

  private let found = Mutex<[InvalidValue]>([])

  private init() {}

  /// Runs `body` and throws the first value that was refused in it, with the others behind it.
  public static func collecting<Result>(_ body: () throws -> Result) throws -> Result {
    let refusals = Refusals()
    let result = try $collector.withValue(refusals, operation: body)
    let found = refusals.found.withLock { $0 }
    guard found.isEmpty else { throw RefusedValues(values: found) }
    return result
  }

  /// Refuses a value.
  public static func report(_ value: InvalidValue) {
    guard let collector else { fatalError(value.description) }
    collector.found.withLock { $0.append(value) }
  }
}

/// The values that were refused, in the order in which they were met.
public struct RefusedValues: Error, CustomStringConvertible {
  /// At least one.
  public let values: [InvalidValue]

  /// A line for each value.
  public var description: String { values.map(\.description).joined(separator: "\n") }
}

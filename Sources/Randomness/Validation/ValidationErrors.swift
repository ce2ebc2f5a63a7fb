import Synchronization

/// Collects the invalid values of an experiment while it is read, so that it stops before it runs and all are named at once.
///
/// The experiment language cannot throw (`.uniform(0.5, 0.3)` stands in an attribute), so its invalid values are reported
/// here. Outside an experiment, where nobody collects, an invalid value stops the program with its message.
public final class ValidationErrors: Sendable {
  @TaskLocal private static var collector: ValidationErrors?

  private let found = Mutex<[InvalidValue]>([])

  private init() {}

  /// Runs `body` and throws ``InvalidValues`` when one was reported in it.
  public static func collecting<Result>(_ body: () throws -> Result) throws -> Result {
    let errors = ValidationErrors()
    let result = try $collector.withValue(errors, operation: body)
    let found = errors.found.withLock { $0 }
    guard found.isEmpty else { throw InvalidValues(values: found) }
    return result
  }

  /// Reports an invalid value.
  public static func report(_ value: InvalidValue) {
    guard let collector else { fatalError(value.description) }
    collector.found.withLock { $0.append(value) }
  }
}

/// Invalid values, in the order in which they were met.
public struct InvalidValues: Error, CustomStringConvertible {
  /// At least one.
  public let values: [InvalidValue]

  /// A line for each value.
  public var description: String { values.map(\.description).joined(separator: "\n") }
}

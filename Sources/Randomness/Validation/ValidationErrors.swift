import Synchronization

/// An invalid value: what it is for, what is wrong, what was expected and where.
///
/// It is reported with the line on which it is written: see ``ValidationErrors``.
public struct InvalidValue: Error, Sendable, CustomStringConvertible {
  /// What the value is for, as the user calls it: `uniform(0.5, 0.3)`.
  public var subject: String
  /// What is wrong and what was expected: `the low end must lie below the high end`.
  public var problem: String
  /// What to write instead, where that is known.
  public var remedy: String?
  /// Where it stands, as `File.swift:12`; `nil` for a value from the command line.
  public var location: String?
  /// Problem and remedy in Chinese, where a page in Chinese can show them.
  package var chinese: String?

  /// A value that is wrong, by what it is for, what is wrong, and what to write instead.
  public init(_ subject: String, _ problem: String, remedy: String? = nil, location: String? = nil) {
    self.subject = subject
    self.problem = problem
    self.remedy = remedy
    // `#fileID` is Module/File.swift; the file is what the user knows. A line of Payoff's own says nothing to anybody else.
    self.location = location.flatMap { location in
      guard let slash = location.lastIndex(of: "/") else { return location }
      let isOurs = location.contains(".swift:") && Self.ownModules.contains(String(location[..<slash]))
      return isOurs ? nil : String(location[location.index(after: slash)...])
    }
  }

  /// The modules of Payoff, whose own lines are no place at which a user can write something else.
  private static let ownModules: Set = [
    "Randomness", "EventSimulation", "Demand", "Economics", "Serving", "Experimentation", "Results", "Commands",
    "CompiledExperiments", "Payoff",
  ]

  /// The same value with the place where it stands.
  package func located(_ file: StaticString, _ line: UInt) -> InvalidValue {
    InvalidValue(subject, problem, remedy: remedy, location: "\(file):\(line)")
  }

  /// One line: place, subject, problem, remedy.
  public var description: String {
    (location.map { $0 + ": " } ?? "") + "\(subject): \(problem)" + (remedy.map { "; \($0)" } ?? "")
  }
}

/// Collects the invalid values of an experiment, so that all are reported together before the simulation starts.
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

  /// Reports a value that is invalid where it is used, at that place of the user's source.
  package static func report(
    _ subject: String, _ problem: String, remedy: String? = nil, _ file: StaticString, _ line: UInt
  ) {
    report(InvalidValue(subject, problem, remedy: remedy).located(file, line))
  }

  /// Reports an invalid value.
  public static func report(_ value: InvalidValue) {
    guard let collector else { fatalError(value.description) }
    collector.found.withLock { $0.append(value) }
  }
}

/// Invalid values, in the order in which they were found.
public struct InvalidValues: Error, CustomStringConvertible {
  /// At least one.
  public let values: [InvalidValue]

  /// A line for each value.
  public var description: String { values.map(\.description).joined(separator: "\n") }
}

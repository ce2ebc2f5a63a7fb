import Synchronization

/// Notes which facts of the catalogues are looked at, so that an experiment can say what it rests on.
///
/// Where nobody collects, looking costs nothing worth measuring.
package final class FactUse: Sendable {
  /// A fact that was looked at.
  package struct Noted: Sendable, Hashable {
    /// The value, in words.
    package let value: String
    /// As exact as the source has it; `nil` where it has none.
    package let date: String?
    package let source: String
  }

  @TaskLocal private static var collector: FactUse?

  private let found = Mutex<[Noted]>([])

  private init() {}

  /// Runs `body`, and returns what was looked at in it, each once, in the order in which it was met.
  package static func collecting<Result>(_ body: () throws -> Result) rethrows -> (result: Result, facts: [Noted]) {
    let use = FactUse()
    let result = try $collector.withValue(use, operation: body)
    return (result, use.found.withLock { $0 })
  }

  /// Notes that a fact was looked at.
  package static func note(_ value: @autoclosure () -> String, date: String?, source: String) {
    guard let collector else { return }
    let noted = Noted(value: value(), date: date, source: source)
    collector.found.withLock { found in
      if !found.contains(noted) { found.append(noted) }
    }
  }
}

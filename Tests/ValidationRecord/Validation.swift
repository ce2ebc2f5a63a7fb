import Foundation

/// What tests measure against theory, peers and hand calculations, written down for `docs/validation.md`.
///
/// Each function decides whether a check holds and records its row, so that what the page says a test asserts is what it
/// asserts:
///
/// ```swift
/// #expect(Validation.agreement(.distributions, "quantiles", with: "SciPy 1.17.1", figures: 351, worst: 3e-13, within: 1e-9))
/// ```
/// Rows are written where `PAYOFF_VALIDATION` names a directory, and nowhere otherwise; `make validation` makes the page
/// of them. Tests run side by side, so rows come in any order: the page sorts them.
public enum Validation {
  /// Where what a row is measured against comes from.
  public enum Reference: String, Encodable, Sendable {
    /// Theory, a calculation by hand, or figures that stand in the project.
    case project
    /// A recorded trace, which is no part of the project; a test that needs it is skipped without it.
    case recordedTrace
  }

  /// An estimate of simulation beside what it estimates: it holds within its interval, widened by what the theory itself
  /// may be off.
  ///
  /// - `confidence`: of the interval.
  /// - `tolerance`: by which share of itself the expected figure may be off; 0 where it is exact.
  public static func estimate(
    _ topic: ValidationTopic, _ system: String, _ measure: String, expected: Double, found: Double, halfWidth: Double,
    confidence: Double = 0.999, tolerance: Double = 0, _ reference: Reference = .project
  ) -> Bool {
    record(
      Row(
        kind: .estimate, topic: topic, system: system, measure: measure, reference: reference, expected: expected,
        found: found, halfWidth: halfWidth, confidence: confidence, tolerance: tolerance))
    return abs(found - expected) <= halfWidth + tolerance * abs(expected)
  }

  /// A figure beside the one that a formula, a measurement or a published table has, and how far off it may be.
  ///
  /// - `tolerance`: the greatest distance, as a share of what is expected, or absolute where that is said.
  public static func comparison(
    _ topic: ValidationTopic, _ system: String, _ measure: String, expected: Double, found: Double, tolerance: Double,
    absolute: Bool = false, _ reference: Reference = .project
  ) -> Bool {
    record(
      Row(
        kind: .comparison, topic: topic, system: system, measure: measure, reference: reference, expected: expected,
        found: found, tolerance: tolerance, isAbsolute: absolute))
    return abs(found - expected) <= tolerance * (absolute ? 1 : abs(expected))
  }

  /// The figures of a peer, calculated again: rows of the same words are joined, and the worst of them counts.
  ///
  /// - `worst`: the greatest error of them; relative, or absolute where figures are below 1.
  public static func agreement(
    _ topic: ValidationTopic, _ what: String, with peer: String, figures: Int, worst: Double, within bound: Double,
    _ reference: Reference = .project
  ) -> Bool {
    record(
      Row(
        kind: .agreement, topic: topic, system: what, measure: peer, reference: reference, found: worst,
        tolerance: bound, count: figures))
    return worst <= bound
  }

  /// How often intervals held the truth.
  ///
  /// - `allowed`: the shares that the test takes for the nominal one.
  public static func coverage(
    _ topic: ValidationTopic, _ interval: String, _ data: String, nominal: Double = 0.95, held: Int, of count: Int,
    allowed: ClosedRange<Double>
  ) -> Bool {
    record(
      Row(
        kind: .coverage, topic: topic, system: interval, measure: data, reference: .project, expected: nominal,
        found: Double(held) / Double(count), low: allowed.lowerBound, high: allowed.upperBound, count: count))
    return allowed.contains(Double(held) / Double(count))
  }

  /// The name of a test as a sentence, from its `#function`.
  public static func claim(_ function: String) -> String { String(function.prefix { $0 != "(" }.filter { $0 != "`" }) }

  private static let lock = NSLock()

  /// Adds a row to the file; whole lines, for programs that tests start may write to it too.
  private static func record(_ row: Row) {
    guard let directory = ProcessInfo.processInfo.environment["PAYOFF_VALIDATION"] else { return }
    lock.withLock {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let file = URL(filePath: directory).appending(path: "rows.jsonl").path(percentEncoded: false)
      guard let line = try? encoder.encode(row), let stream = fopen(file, "a") else {
        fatalError("\(file) cannot be written; PAYOFF_VALIDATION names a directory that is there")
      }
      defer { fclose(stream) }
      fputs(String(decoding: line, as: UTF8.self) + "\n", stream)
    }
  }
}

/// A line of the file of rows; what a kind has no use for is absent.
private struct Row: Encodable {
  enum Kind: String, Encodable { case estimate, comparison, agreement, coverage }

  var kind: Kind
  var topic: ValidationTopic
  var system: String
  var measure: String
  var reference: Validation.Reference
  var expected: Double?
  var found: Double
  var halfWidth: Double?
  var confidence: Double?
  var tolerance: Double?
  var isAbsolute: Bool?
  var low: Double?
  var high: Double?
  var count: Int?
}

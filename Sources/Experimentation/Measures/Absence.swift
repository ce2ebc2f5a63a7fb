/// What it means that a measure has no value in a replication.
///
/// ```swift
/// Measure("first_runs_in", unit: "month", absence: .laterThanAny) { _ in starts.min() }
/// ```
/// Every reader of a measure follows it: conditions, quantiles, comparisons, charts. `datapackage.json` has it as
/// `absence` of the column.
public enum Absence: String, Sendable, Hashable, CaseIterable {
  /// Later, and so greater, than any number: the date of an event that does not come within the horizon. A quantile
  /// among such replications is never; `month<=24` does not hold in them, and `month>24` does.
  case laterThanAny = "later than any"
  /// There is no such number: a rate of return of cash that never changes its sign. No condition on it holds, and
  /// quantiles are those of the replications in which it exists.
  case doesNotExist = "does not exist"
  /// There would be a number, and it is not known: a condition on it is not known either, and no quantile is.
  case unknown

  /// What stands in place of a number.
  package var word: Text {
    switch self {
    case .laterThanAny: Text("never", zh: "始终不会")
    case .doesNotExist: Text("none", zh: "不存在")
    case .unknown: Text("unknown", zh: "未知")
    }
  }

  /// Whether a value is greater than another where either may be missing; `nil` where the two cannot be compared.
  func order(_ a: Double?, _ b: Double?) -> (a: Double, b: Double)? {
    if let a, let b { return (a, b) }
    return self == .laterThanAny ? (a ?? .infinity, b ?? .infinity) : nil
  }
}

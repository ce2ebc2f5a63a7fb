/// A number of one's own that is taken of every replication's forecast.
///
/// ```swift
/// Measure("cash after two years", unit: "CNY") { $0.cumulativeCash[23] }
/// ```
public struct Measure {
  let name: String
  let unit: InputUnit
  let value: (Forecast) -> Double?

  /// - `value`: `nil` where there is none in this replication: an event that does not come.
  public init(_ name: String, unit: InputUnit = .one, _ value: @escaping (Forecast) -> Double?) {
    self.name = name
    self.unit = unit
    self.value = value
  }
}

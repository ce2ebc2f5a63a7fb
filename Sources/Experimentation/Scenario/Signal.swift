/// Something that is seen while one waits: what is known at the beginning of each month, whatever was decided.
///
/// ```swift
/// Signal("rent", unit: "USD/GPU-hour") { $0.price("hardware") }
/// Signal("requests", unit: "requests") { [0] + $0.requests("chat").dropLast() }  // of the month before
/// ```
/// `payoff wait` learns from signals when to act. One that knows the future would make waiting look better than it is:
/// what a month brings is known when it is over.
public struct Signal: ScenarioPart {
  let name: String
  let unit: InputUnit
  let months: (Forecast) -> [Double]

  /// - `months`: what is known at the beginning of each month of the horizon.
  public init(_ name: String, unit: InputUnit = .one, _ months: @escaping (Forecast) -> [Double]) {
    self.name = name
    self.unit = unit
    self.months = months
  }

  public func add(to scenario: inout Scenario) { scenario.signals.append(self) }
}

import Randomness

/// A figure with its date and source.
///
/// ```swift
/// ElectricityPrice.texas.value  // 0.066 USD/kWh
/// ElectricityPrice.texas.source  // "eia.gov, Electric Power Annual, table 5.6.B"
/// ```
/// `payoff evidence` lists the facts whose value an experiment uses.
public struct Fact<Value: Sendable>: Sendable {
  private let known: Value
  /// As exact as the source has it: a year, a month, a day.
  public let date: String
  /// The source of the figure.
  public let source: String

  init(_ value: Value, date: String, source: String) {
    known = value
    self.date = date
    self.source = source
  }

  /// The figure; reading it is noted for `payoff evidence`.
  public var value: Value {
    FactUse.note("\(known)", date: date, source: source)
    return known
  }
}

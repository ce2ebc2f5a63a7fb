package import Demand
package import Economics

/// A measure's name, unit, and what an empty cell means.
package struct MeasureDeclaration: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  /// What it measures, in words.
  package let meaning: String
  /// Whether it is 1 where something holds and 0 where it does not.
  package let isProbability: Bool
  /// Whether a replication without a value is later than any, as a month that never comes; otherwise it has none, as a
  /// rate of return where there are two.
  package let isEvent: Bool

  package init(
    name: String, unit: InputUnit, meaning: String, isProbability: Bool = false, isEvent: Bool = true
  ) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.isProbability = isProbability
    self.isEvent = isEvent
  }
}

/// A hand-worked figure with the measure it stands beside.
package struct CheckDeclaration: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  package let byHand: Double
  package let explanation: String
  /// The column of the simulated number among the measures.
  package let measure: Int
}

/// What a run's rows hold: known once the first replication is done, and the same in all.
package struct RunSchema: Sendable, Hashable {
  package internal(set) var measures: [MeasureDeclaration]
  package let series: [MeasureDeclaration]
  package let checks: [CheckDeclaration]
  /// `nil` where the scenario has no horizon.
  package let horizon: Horizon?
  package let currency: CurrencyCode?

  package init(
    measures: [MeasureDeclaration], series: [MeasureDeclaration] = [], checks: [CheckDeclaration] = [],
    horizon: Horizon? = nil, currency: CurrencyCode? = nil
  ) {
    self.measures = measures
    self.series = series
    self.checks = checks
    self.horizon = horizon
    self.currency = currency
  }
}

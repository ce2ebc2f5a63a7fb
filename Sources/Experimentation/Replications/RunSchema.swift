public import Demand
public import Economics

/// A measure's name, unit, and what an empty cell means.
public struct MeasureDeclaration: Sendable, Hashable {
  public let name: String
  public let unit: InputUnit
  /// What it measures, in words.
  public let meaning: String
}

/// A hand-worked figure with the measure it stands beside.
public struct CheckDeclaration: Sendable, Hashable {
  public let name: String
  public let unit: InputUnit
  public let byHand: Double
  public let explanation: String
  /// The column of the simulated number among the measures.
  public let measure: Int
}

/// What a run's rows hold: known once the first replication is done, and the same in all.
public struct RunSchema: Sendable, Hashable {
  public let measures: [MeasureDeclaration]
  public let series: [MeasureDeclaration]
  public let checks: [CheckDeclaration]
  /// `nil` where the scenario has no horizon.
  public let horizon: Horizon?
  public let currency: CurrencyCode?
}

import Randomness

/// What a unit costs and brings, as ratios of sums over a stretch of time, not as means of monthly ratios.
///
/// ```swift
/// let chat = UnitEconomics(units: requests, revenue: benefits, variableCost: rents, fixedCost: team)
/// chat.costPerUnit  // all cost over all requests
/// ```
/// The mean of monthly ratios gives a quiet month the weight of a busy one, and has no value where a month has no
/// units. Over replications the same holds: sum first, divide once.
public struct UnitEconomics: Sendable, Hashable {
  /// How many units were sold.
  public let units: Double
  /// What they brought.
  public let revenue: Double
  /// What grew with their number.
  public let variableCost: Double
  /// What did not.
  public let fixedCost: Double

  /// Of amounts by month, in one currency; one that is left out is 0.
  public init(units: [Double], revenue: [Double] = [], variableCost: [Double] = [], fixedCost: [Double] = []) {
    self.units = units.reduce(0, +)
    self.revenue = revenue.reduce(0, +)
    self.variableCost = variableCost.reduce(0, +)
    self.fixedCost = fixedCost.reduce(0, +)
  }

  /// All cost over all units; `nil` without units.
  public var costPerUnit: Double? { perUnit(variableCost + fixedCost) }
  /// What one more unit costs.
  public var variableCostPerUnit: Double? { perUnit(variableCost) }
  /// What a unit brings.
  public var revenuePerUnit: Double? { perUnit(revenue) }
  /// What a unit brings over what one more costs.
  public var contributionPerUnit: Double? { perUnit(revenue - variableCost) }
  /// The share of revenue that is left of it after variable cost; `nil` without revenue.
  public var contributionMargin: Double? { revenue > 0 ? (revenue - variableCost) / revenue : nil }

  /// The units over the same stretch of time that would pay the fixed cost; `nil` where a unit contributes nothing.
  public var breakEvenUnits: Double? {
    guard let contribution = contributionPerUnit, contribution > 0 else { return nil }
    return fixedCost / contribution
  }

  private func perUnit(_ amount: Double) -> Double? { units > 0 ? amount / units : nil }
}

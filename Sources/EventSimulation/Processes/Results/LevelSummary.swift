/// A level over the time that was observed: how many waited, how many units were at work, how much was in stock.
public struct LevelSummary: Sendable, Hashable {
  /// The average over time; `nil` when no time was observed.
  public let average: Double?
  /// The standard deviation over time; `nil` when no time was observed.
  public let standardDeviation: Double?
  /// The least level that lasted; `nil` when no time was observed.
  public let minimum: Double?
  /// The greatest level that lasted; `nil` when no time was observed.
  public let maximum: Double?
  /// The level at the end.
  public let last: Double

  init(_ level: TimeWeighted, through end: Double) {
    average = level.average(through: end)
    standardDeviation = level.variance(through: end)?.squareRoot()
    minimum = level.minimum(through: end)
    maximum = level.maximum(through: end)
    last = level.level
  }
}

/// Values that were observed one by one: how many, their mean, spread, extremes and percentiles.
///
/// ```swift
/// results[agents].wait.mean
/// results.flow("call").sojourn.percentile(95)
/// ```
/// In the unit of the values. Up to 512 values percentiles are exact, by linear interpolation between order statistics
/// (type 7 of Hyndman and Fan 1996); beyond, they are within 0.8 % of the value and the memory no longer grows.
public struct Observations: Sendable {
  /// Count, mean, variance and extremes.
  public let tally: Tally

  /// All values in order of size, when there are few.
  private let values: [Double]
  private let histogram: LogarithmicHistogram

  init(tally: Tally, values: [Double], histogram: LogarithmicHistogram) {
    self.tally = tally
    self.values = values
    self.histogram = histogram
  }

  /// The number of values.
  public var count: Int { tally.count }

  /// The mean; `nil` without values.
  public var mean: Double? { tally.mean }

  /// The standard deviation of the values; `nil` for fewer than two.
  public var standardDeviation: Double? { tally.standardDeviation }

  /// The least value; `nil` without values.
  public var minimum: Double? { tally.minimum }

  /// The greatest value; `nil` without values.
  public var maximum: Double? { tally.maximum }

  /// The value below which that many percent of the values lie, from 0 to 100; `nil` without values.
  /// - Complexity: O(1) for few values, else O(number of buckets in use), some thousands at most.
  public func percentile(_ percent: Double) -> Double? {
    precondition(percent >= 0 && percent <= 100, "a percentile lies between 0 and 100")
    guard let least = tally.minimum, let greatest = tally.maximum else { return nil }
    guard values.isEmpty else {
      let rank = percent / 100 * Double(values.count - 1)
      let low = Int(rank)
      guard low + 1 < values.count else { return greatest }
      return values[low] + (rank - Double(low)) * (values[low + 1] - values[low])
    }
    return min(greatest, max(least, histogram.quantile(percent / 100, of: count)))
  }
}

/// Quantiles of values that are at hand.
enum Quantile {
  /// The quantile of type 7 of values in rising order; not a number without values. Hyndman and Fan 1996.
  static func ofSorted(_ values: [Double], at probability: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let position = probability * Double(values.count - 1)
    let low = min(Int(position), values.count - 1)
    let high = min(low + 1, values.count - 1)
    let share = position - Double(low)
    // Of the two ends, from the nearer: exact at both.
    return share < 0.5
      ? values[low] + (values[high] - values[low]) * share
      : values[high] - (values[high] - values[low]) * (1 - share)
  }
}

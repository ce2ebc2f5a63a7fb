/// Where a series comes to stay at 0 or above.
enum Crossing {
  /// The first index from which all values are at least 0; `nil` where the last is below, or there is none.
  static func last(_ values: [Double]) -> Int? {
    guard let last = values.last, last >= 0 else { return nil }
    return (values.lastIndex { $0 < 0 } ?? -1) + 1
  }

  /// The sums up to each amount; one that is 0 but for the rounding of what was added is 0.
  static func accumulate(_ amounts: [Double]) -> [Double] {
    var sum = 0.0
    var size = 0.0
    return amounts.map { amount in
      sum += amount
      size += abs(amount)
      if abs(sum) <= 4 * size.ulp { sum = 0 }
      return sum
    }
  }
}

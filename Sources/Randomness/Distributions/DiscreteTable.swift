/// Values in rising order with their weights.
@usableFromInline
struct DiscreteTable: Sendable, Hashable {
  let values: [Double]
  /// As they were written; those of equal values are added.
  let weights: [Double]
  /// The probability of at most each value; the last is 1.
  let cumulative: [Double]
  private let total: Double

  /// Weights are at least 0 and some are above.
  init(_ weighted: [(value: Double, weight: Double)]) {
    var values: [Double] = []
    var weights: [Double] = []
    for (value, weight) in weighted.sorted(by: { $0.value < $1.value }) where weight > 0 {
      if values.last == value {
        weights[weights.count - 1] += weight
      } else {
        values.append(value)
        weights.append(weight)
      }
    }
    let total = weights.reduce(0, +)
    var sum = 0.0
    var cumulative = weights.map { weight in
      sum += weight
      return sum / total
    }
    cumulative[cumulative.count - 1] = 1
    (self.values, self.weights, self.cumulative, self.total) = (values, weights, cumulative, total)
  }

  /// The number of values that are at most x.
  func count(upTo x: Double) -> Int { values.sortedCount { $0 <= x } }

  func cumulative(_ x: Double) -> Double {
    let count = count(upTo: x)
    return count == 0 ? 0 : cumulative[count - 1]
  }

  func mass(_ x: Double) -> Double {
    let count = count(upTo: x)
    guard count > 0, values[count - 1] == x else { return 0 }
    return weights[count - 1] / total
  }

  func quantile(_ p: Double) -> Double { values[min(cumulative.sortedCount { $0 < p }, values.count - 1)] }

  /// The mean of a number over the values.
  func average(_ number: (Double) -> Double) -> Double {
    zip(values, weights).reduce(0) { $0 + number($1.0) * $1.1 } / total
  }
}

extension Array {
  /// How many elements stand before the first for which the condition no longer holds.
  ///
  /// Written without branches on the elements, which random numbers would mispredict every other time.
  ///
  /// - Complexity: O(log *n*)
  @inline(__always)
  func sortedCount(while condition: (Element) -> Bool) -> Int {
    withUnsafeBufferPointer { elements in
      var first = 0
      var left = elements.count
      while left > 1 {
        let half = left / 2
        first += condition(elements[first + half - 1]) ? half : 0
        left -= half
      }
      return left == 1 && condition(elements[first]) ? first + 1 : first
    }
  }
}

/// Values in rising order with their weights.
@usableFromInline
struct DiscreteTable: Sendable, Hashable {
  let values: [Double]
  /// As they were written; those of equal values are added.
  let weights: [Double]
  /// The probability of at most each value; the last is 1.
  let cumulative: CumulativeIndex
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
    (self.values, self.weights, self.cumulative, self.total) = (
      values, weights, CumulativeIndex(cumulative), total
    )
  }

  /// The number of values that are at most x.
  func count(upTo x: Double) -> Int { values.sortedCount { $0 <= x } }

  func cumulative(_ x: Double) -> Double {
    let count = count(upTo: x)
    return count == 0 ? 0 : cumulative.probabilities[count - 1]
  }

  func mass(_ x: Double) -> Double {
    let count = count(upTo: x)
    guard count > 0, values[count - 1] == x else { return 0 }
    return weights[count - 1] / total
  }

  func quantile(_ p: Double) -> Double { values[cumulative.first(reaching: p)] }

  /// The mean of a number over the values.
  func average(_ number: (Double) -> Double) -> Double {
    zip(values, weights).reduce(0) { $0 + number($1.0) * $1.1 } / total
  }
}

extension Array {
  /// How many elements stand before the first for which the condition no longer holds.
  ///
  /// - Complexity: O(log *n*)
  func sortedCount(while condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

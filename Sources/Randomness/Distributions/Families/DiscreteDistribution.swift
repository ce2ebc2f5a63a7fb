extension Distribution {
  /// One of the values, with probabilities proportional to the weights.
  public static func discrete(
    _ weighted: [(value: Double, weight: Double)], file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try DiscreteDistribution(weighted))
  }
}

/// Values in rising order with their weights.
struct DiscreteDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("discrete", table: "discrete(value: weight, …)") { (rows) throws(InvalidValue) in
      try DiscreteDistribution(rows.map { ($0, $1) })
    }
  ]

  private let values: [Double]
  /// As they were written; those of equal values are added.
  private let weights: [Double]
  /// The probability of at most each value; the last is 1.
  private let index: CumulativeIndex
  private let total: Double

  init(_ weighted: [(value: Double, weight: Double)]) throws(InvalidValue) {
    let label = Self.label(weighted)
    for (value, _) in weighted where !value.isFinite {
      throw InvalidValue(label, "the value \(value) is not a finite number")
    }
    try WeightedList.require(weighted.map { ($0.weight, $0.value.shortest) }, of: label)
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
    (self.values, self.weights, self.index, self.total) = (values, weights, CumulativeIndex(cumulative), total)
  }

  private static func label(_ weighted: [(value: Double, weight: Double)]) -> String {
    WeightedList.text("discrete", weighted.map { ($0.value.shortest, $0.weight.shortest) })
  }

  var label: String { Self.label(zip(values, weights).map { ($0, $1) }) }
  var support: ClosedRange<Double> { values[0]...values[values.count - 1] }
  var mean: Double { average { $0 } }

  var variance: Double {
    let mean = mean
    return average { ($0 - mean) * ($0 - mean) }
  }

  /// The mean of a number over the values.
  private func average(_ number: (Double) -> Double) -> Double {
    let sum = zip(values, weights).reduce(0) { $0 + number($1.0) * $1.1 }
    // By shares where the sum is beyond a number, or its terms are below.
    if sum.isFinite, total > 1e-100 { return sum / total }
    return zip(values, weights).reduce(0) { sum, entry in
      let share = entry.1 / total
      return share > 0 ? sum + number(entry.0) * share : sum
    }
  }

  func density(at x: Double) -> Double { mass(at: x) }

  func cumulative(at x: Double) -> Double {
    let count = values.sortedCount { $0 <= x }
    return count == 0 ? 0 : index.probabilities[count - 1]
  }

  func quantile(_ p: Double) -> Double { values[index.first(reaching: p - Probability.slack(at: p))] }

  var isDiscrete: Bool { true }

  func mass(at x: Double) -> Double {
    let count = values.sortedCount { $0 <= x }
    guard count > 0, values[count - 1] == x else { return 0 }
    return weights[count - 1] / total
  }

  func step(upTo x: Double) -> Double {
    let count = values.sortedCount { $0 <= x }
    return count > 0 ? values[count - 1] : -.infinity
  }

  func step(from x: Double) -> Double {
    let count = values.sortedCount { $0 < x }
    return count < values.count ? values[count] : .infinity
  }
}

/// A list of things with weights, in text and as it must be.
enum WeightedList {
  /// A list of pairs as text, `name(a: b, c: d)`.
  static func text(_ name: String, _ entries: [(String, String)]) -> String {
    "\(name)(\(entries.map { "\($0.0): \($0.1)" }.joined(separator: ", ")))"
  }

  /// The weights are finite numbers from 0 with a finite sum above 0.
  static func require(_ weights: [(weight: Double, of: String)], of text: String) throws(InvalidValue) {
    guard !weights.isEmpty else { throw InvalidValue(text, "the list is empty; at least one entry was expected") }
    for (weight, thing) in weights where !(weight >= 0 && weight.isFinite) {
      throw InvalidValue(text, "the weight of \(thing) is \(weight.shortest); a number from 0 was expected")
    }
    let total = weights.reduce(0) { $0 + $1.weight }
    guard total >= .leastNormalMagnitude, total.isFinite else {
      throw InvalidValue(text, "the weights add up to \(total.shortest); a finite sum above 0 was expected")
    }
  }
}

/// Quantiles at rising probabilities from 0 to 1, with straight lines between them.
///
/// Where several probabilities share one value, that value has the probability between them.
@usableFromInline
struct QuantileTable: Sendable, Hashable {
  let values: [Double]
  private let index: CumulativeIndex

  /// The probabilities rise from 0 to 1, and the values do not fall.
  init(probabilities: [Double], values: [Double]) {
    self.values = values
    index = CumulativeIndex(probabilities)
  }

  var probabilities: [Double] { index.probabilities }

  func quantile(_ p: Double) -> Double {
    let upper = max(index.first(reaching: p), 1)
    let (p0, p1) = (probabilities[upper - 1], probabilities[upper])
    let (x0, x1) = (values[upper - 1], values[upper])
    let share = min(max((p - p0) / (p1 - p0), 0), 1)
    return min(x0 + share * (x1 - x0), x1)
  }

  func cumulative(_ x: Double) -> Double {
    let upper = values.sortedCount { $0 <= x }
    if upper == 0 { return 0 }
    if upper == values.count { return 1 }
    let share = (x - values[upper - 1]) / (values[upper] - values[upper - 1])
    return probabilities[upper - 1] + share * (probabilities[upper] - probabilities[upper - 1])
  }

  /// The probability of exactly that value.
  func mass(_ x: Double) -> Double {
    let from = values.sortedCount { $0 < x }
    let to = values.sortedCount { $0 <= x }
    return to - from < 2 ? 0 : probabilities[to - 1] - probabilities[from]
  }

  /// The greatest value up to x that several probabilities share; −∞ where there is none.
  func step(upTo x: Double) -> Double {
    let count = values.sortedCount { $0 <= x }
    return (1..<max(count, 1)).last { values[$0] == values[$0 - 1] }.map { values[$0] } ?? -.infinity
  }

  func density(_ x: Double) -> Double {
    if mass(x) > 0 { return .infinity }
    let upper = min(values.sortedCount { $0 <= x }, values.count - 1)
    guard upper > 0, x >= values[0], x <= values[values.count - 1] else { return 0 }
    return (probabilities[upper] - probabilities[upper - 1]) / (values[upper] - values[upper - 1])
  }

  /// The lines between neighbouring quantiles.
  private var lines: some Sequence<(probability: Double, low: Double, high: Double)> {
    (1..<values.count).lazy.map { upper in
      (probabilities[upper] - probabilities[upper - 1], values[upper - 1], values[upper])
    }
  }

  var mean: Double { lines.reduce(0) { $0 + $1.probability * ($1.low + $1.high) / 2 } }

  var variance: Double {
    let mean = mean
    return lines.reduce(0) { sum, line in
      let (low, high) = (line.low - mean, line.high - mean)
      return sum + line.probability * (low * low + low * high + high * high) / 3
    }
  }
}

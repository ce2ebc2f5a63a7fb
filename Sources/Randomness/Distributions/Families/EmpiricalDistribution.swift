extension Distribution {
  /// Measured quantiles at increasing probabilities from 0 to 1, interpolated linearly.
  public static func empirical(
    quantiles: [(probability: Double, value: Double)], file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try EmpiricalDistribution.family(quantiles))
  }
}

/// Quantiles at rising probabilities from 0 to 1, with straight lines between them.
///
/// Where several probabilities share one value, that value has the probability between them.
struct EmpiricalDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("empirical", table: "empirical(0: least, …, 1: greatest)") { (rows) throws(InvalidValue) in
      try family(rows.map { ($0, $1) })
    }
  ]

  private let values: [Double]
  private let index: CumulativeIndex

  /// The table, or the constant where all its values are one.
  static func family(
    _ quantiles: [(probability: Double, value: Double)]
  ) throws(InvalidValue) -> any DistributionFamily {
    let table = try EmpiricalDistribution(quantiles)
    return table.values[0] == table.values[table.values.count - 1]
      ? ConstantDistribution(certain: table.values[0]) : table
  }

  private init(_ quantiles: [(probability: Double, value: Double)]) throws(InvalidValue) {
    let label = Self.label(quantiles)
    guard let first = quantiles.first, let last = quantiles.last, quantiles.count > 1 else {
      throw InvalidValue(
        label, "a table of at least two quantiles was expected", remedy: "begin at probability 0 and end at 1")
    }
    for (probability, value) in quantiles {
      guard probability >= 0, probability <= 1 else {
        throw InvalidValue(label, "the probability \(probability.shortest) is not from 0 to 1")
      }
      guard value.isFinite else { throw InvalidValue(label, "the value \(value) is not a finite number") }
    }
    for (before, after) in zip(quantiles, quantiles.dropFirst()) {
      guard before.probability < after.probability else {
        throw InvalidValue(
          label, "the probability \(after.probability.shortest) follows \(before.probability.shortest)",
          remedy: "write the quantiles in rising order, each probability once")
      }
      guard before.value <= after.value else {
        throw InvalidValue(
          label,
          "the value falls from \(before.value.shortest) to \(after.value.shortest) "
            + "between the probabilities \(before.probability.shortest) and \(after.probability.shortest)",
          remedy: "quantiles rise with their probability")
      }
    }
    guard first.probability == 0, last.probability == 1 else {
      let missing = first.probability == 0 ? "1, the greatest value" : "0, the least value"
      throw InvalidValue(
        label, "the table goes from probability \(first.probability.shortest) to \(last.probability.shortest)",
        remedy: "add the quantile at \(missing)")
    }
    values = quantiles.map(\.value)
    index = CumulativeIndex(quantiles.map(\.probability))
  }

  private static func label(_ quantiles: [(probability: Double, value: Double)]) -> String {
    WeightedList.text("empirical", quantiles.map { ($0.probability.shortest, $0.value.shortest) })
  }

  var label: String { Self.label(zip(probabilities, values).map { ($0, $1) }) }
  var support: ClosedRange<Double> { values[0]...values[values.count - 1] }
  private var probabilities: [Double] { index.probabilities }

  /// The lines between neighbouring quantiles.
  private var lines: some Sequence<(probability: Double, low: Double, high: Double)> {
    (1..<values.count).lazy.map { upper in
      (probabilities[upper] - probabilities[upper - 1], values[upper - 1], values[upper])
    }
  }

  var mean: Double { Self.moments(lines).mean }
  var variance: Double { Self.moments(lines).variance }

  private typealias Line = (probability: Double, low: Double, high: Double)

  private static func moments(_ lines: some Sequence<Line>) -> Moments {
    let mean = lines.reduce(0.0) { (sum: Double, line: Line) in
      sum + line.probability * (line.low / 2 + line.high / 2)
    }
    let variance = lines.reduce(0.0) { (sum: Double, line: Line) in
      let (low, high) = (line.low - mean, line.high - mean)
      return sum + line.probability * (low * low + low * high + high * high) / 3
    }
    // Squares beyond a number on either side of the mean.
    return Moments(mean: mean, variance: variance.isNaN ? .infinity : variance)
  }

  func moments(from low: Double, through high: Double) -> Moments? {
    var total = 0.0
    let parts = lines.compactMap { (line: Line) -> Line? in
      let (from, to) = (max(line.low, low), min(line.high, high))
      guard from <= to else { return nil }
      let share = line.high > line.low ? (to - from) / (line.high - line.low) : 1
      total += line.probability * share
      return (line.probability * share, from, to)
    }
    return total > 0 ? Self.moments(parts.map { ($0.probability / total, $0.low, $0.high) }) : nil
  }

  func density(at x: Double) -> Double {
    if mass(at: x) > 0 { return .infinity }
    let upper = min(values.sortedCount { $0 <= x }, values.count - 1)
    guard upper > 0, x >= values[0], x <= values[values.count - 1] else { return 0 }
    return (probabilities[upper] - probabilities[upper - 1]) / (values[upper] - values[upper - 1])
  }

  func cumulative(at x: Double) -> Double {
    let upper = values.sortedCount { $0 <= x }
    if upper == 0 { return 0 }
    if upper == values.count { return 1 }
    let (low, high) = (values[upper - 1], values[upper])
    let width = high - low
    let share = width < .infinity ? (x - low) / width : (x / 2 - low / 2) / (high / 2 - low / 2)
    return probabilities[upper - 1] + share * (probabilities[upper] - probabilities[upper - 1])
  }

  func quantile(_ p: Double) -> Double {
    let upper = max(index.first(reaching: p), 1)
    let (p0, p1) = (probabilities[upper - 1], probabilities[upper])
    let (x0, x1) = (values[upper - 1], values[upper])
    let share = min(max((p - p0) / (p1 - p0), 0), 1)
    let width = x1 - x0
    return width < .infinity ? min(x0 + share * width, x1) : (1 - share) * x0 + share * x1
  }

  func mass(at x: Double) -> Double {
    let from = values.sortedCount { $0 < x }
    let to = values.sortedCount { $0 <= x }
    return to - from < 2 ? 0 : probabilities[to - 1] - probabilities[from]
  }

  /// The greatest value up to x that several probabilities share.
  func step(upTo x: Double) -> Double {
    let count = values.sortedCount { $0 <= x }
    return (1..<max(count, 1)).last { values[$0] == values[$0 - 1] }.map { values[$0] } ?? -.infinity
  }
}

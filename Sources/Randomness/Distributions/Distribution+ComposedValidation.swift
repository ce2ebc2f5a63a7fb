/// Tables and distributions made of others, from parts that may be wrong.
extension Distribution.Family {
  static func validDiscrete(_ weighted: [(value: Double, weight: Double)]) throws(InvalidValue) -> Self {
    let text = Distribution.text("discrete", weighted.map { ($0.value.shortest, $0.weight.shortest) })
    for (value, _) in weighted where !value.isFinite {
      throw InvalidValue(text, "the value \(value) is not a finite number")
    }
    try requireWeights(weighted.map { ($0.weight, $0.value.shortest) }, of: text)
    return .discrete(DiscreteTable(weighted))
  }

  static func validEmpirical(_ quantiles: [(probability: Double, value: Double)]) throws(InvalidValue) -> Self {
    let text = Distribution.text("empirical", quantiles.map { ($0.probability.shortest, $0.value.shortest) })
    guard let first = quantiles.first, let last = quantiles.last, quantiles.count > 1 else {
      throw InvalidValue(
        text, "a table of at least two quantiles was expected", remedy: "begin at probability 0 and end at 1")
    }
    for (probability, value) in quantiles {
      guard probability >= 0, probability <= 1 else {
        throw InvalidValue(text, "the probability \(probability.shortest) is not from 0 to 1")
      }
      guard value.isFinite else { throw InvalidValue(text, "the value \(value) is not a finite number") }
    }
    for (before, after) in zip(quantiles, quantiles.dropFirst()) {
      guard before.probability < after.probability else {
        throw InvalidValue(
          text, "the probability \(after.probability.shortest) follows \(before.probability.shortest)",
          remedy: "write the quantiles in rising order, each probability once")
      }
      guard before.value <= after.value else {
        throw InvalidValue(
          text,
          "the value falls from \(before.value.shortest) to \(after.value.shortest) "
            + "between the probabilities \(before.probability.shortest) and \(after.probability.shortest)",
          remedy: "quantiles rise with their probability")
      }
    }
    guard first.probability == 0, last.probability == 1 else {
      let missing = first.probability == 0 ? "1, the greatest value" : "0, the least value"
      throw InvalidValue(
        text, "the table goes from probability \(first.probability.shortest) to \(last.probability.shortest)",
        remedy: "add the quantile at \(missing)")
    }
    return first.value == last.value
      ? .constant(first.value)
      : .empirical(QuantileTable(probabilities: quantiles.map(\.probability), values: quantiles.map(\.value)))
  }

  /// The least mass that a truncation may leave: below it the bounds are more likely a slip than meant.
  private static let leastMass = 0.01

  static func validTruncated(_ base: Distribution, _ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let text = "truncated(\(base), \(low.shortest), \(high.shortest))"
    guard !low.isNaN, !high.isNaN else { throw InvalidValue(text, "a bound is not a number") }
    guard low < high else {
      throw InvalidValue(
        text, "the low end \(low.shortest) is not below the high end \(high.shortest)",
        remedy: low > high ? "swap them: truncated(\(base), \(high.shortest), \(low.shortest))" : nil)
    }
    if case .truncated(let inner) = base.family {
      return try validTruncated(inner.base, max(low, inner.low), min(high, inner.high))
    }
    let truncation = Distribution.Truncation(base: base, low: low, high: high)
    guard truncation.mass >= leastMass else {
      let mass = max(truncation.mass, 0)
      throw InvalidValue(
        text,
        mass == 0
          ? "nothing of \(base) lies between \(low.shortest) and \(high.shortest)"
          : "only \((mass * 100).shortest) % of \(base) lies between \(low.shortest) and \(high.shortest); "
            + "at least 1 % was expected",
        remedy: "half of it lies below \(base.quantile(0.5).shortest): check the bounds")
    }
    return .truncated(truncation)
  }

  static func validMixture(_ weighted: [(weight: Double, distribution: Distribution)]) throws(InvalidValue) -> Self {
    let text = Distribution.text("mixture", weighted.map { ($0.weight.shortest, $0.distribution.description) })
    try requireWeights(weighted.map { ($0.weight, $0.distribution.description) }, of: text)
    return .mixture(Distribution.Mixture(weighted.filter { $0.weight > 0 }))
  }

  private static func requireWeights(_ weights: [(weight: Double, of: String)], of text: String) throws(InvalidValue) {
    guard !weights.isEmpty else { throw InvalidValue(text, "the list is empty; at least one entry was expected") }
    for (weight, thing) in weights where !(weight >= 0 && weight.isFinite) {
      throw InvalidValue(text, "the weight of \(thing) is \(weight.shortest); a number from 0 was expected")
    }
    let total = weights.reduce(0) { $0 + $1.weight }
    guard total > 0, total.isFinite else {
      throw InvalidValue(text, "the weights add up to \(total.shortest); a finite sum above 0 was expected")
    }
  }
}

import Glibc

/// Each family from parameters that may be wrong: the one way to make a distribution, for Swift and for text.
extension Distribution.Family {
  static func validConstant(_ value: Double) throws(InvalidValue) -> Self {
    guard value.isFinite else { throw InvalidValue("\(value)", "a finite number was expected") }
    return .constant(value)
  }

  static func validUniform(_ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("uniform", ["low": low, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireRange()
    return .uniform(low: low, high: high)
  }

  static func validLogUniform(_ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("loguniform", ["low": low, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireRange()
    try written.requirePositive("low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
    return .logUniform(low: low, high: high)
  }

  static func validNormal(mean: Double, deviation: Double) throws(InvalidValue) -> Self {
    let written = Written("normal", ["mean": mean, "deviation": deviation])
    try written.requireFinite()
    try written.requireSpread("deviation", around: mean)
    return .normal(mean: mean, deviation: deviation)
  }

  static func validLognormal(logMean: Double, logDeviation: Double) throws(InvalidValue) -> Self {
    let written = Written("lognormal", ["logMean": logMean, "logDeviation": logDeviation])
    try written.requireFinite()
    try written.requireSpread("logDeviation", around: exp(logMean))
    return .lognormal(.init(logMean: logMean, logDeviation: logDeviation, form: .logarithms))
  }

  static func validLognormal(mean: Double, deviation: Double) throws(InvalidValue) -> Self {
    let written = Written("lognormal", ["mean": mean, "deviation": deviation])
    try written.requireFinite()
    try written.requirePositive("mean")
    try written.requireSpread("deviation", around: mean)
    let variation = deviation / mean
    let logVariance = log1p(variation * variation)
    return .lognormal(
      .init(
        logMean: log(mean) - logVariance / 2, logDeviation: logVariance.squareRoot(),
        form: .moments(mean: mean, deviation: deviation)))
  }

  static func validInterval(_ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("between", ["low": low, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireRange()
    try written.requirePositive("low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
    let quantile = 1.644_853_626_951_472_7  // of the standard normal distribution at 0.95
    return .lognormal(
      .init(
        logMean: (log(low) + log(high)) / 2, logDeviation: log(high / low) / (2 * quantile),
        form: .interval(low: low, high: high)))
  }

  static func validTriangular(_ low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("triangular", ["low": low, "mode": mode, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireMode()
    return .triangular(low: low, mode: mode, high: high)
  }

  static func validPert(_ low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("pert", ["low": low, "mode": mode, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireMode()
    let weight = 4 / (high - low)
    return .beta(
      .init(
        alpha: 1 + weight * (mode - low), beta: 1 + weight * (high - mode), low: low, high: high,
        form: .pert(mode: mode)))
  }

  static func validExponential(mean: Double) throws(InvalidValue) -> Self {
    let written = Written("exponential", ["mean": mean])
    try written.requireFinite()
    try written.requirePositive("mean")
    return .exponential(mean: mean)
  }

  static func validErlang(stages: Double, mean: Double) throws(InvalidValue) -> Self {
    let written = Written("erlang", ["stages": stages, "mean": mean])
    try written.requireFinite()
    try written.requireCounts("stages", from: 1)
    try written.requirePositive("mean")
    return .gamma(.init(shape: stages, scale: mean / stages, form: .erlang(stages: Int(stages), mean: mean)))
  }

  static func validGamma(shape: Double, scale: Double) throws(InvalidValue) -> Self {
    let written = Written("gamma", ["shape": shape, "scale": scale])
    try written.requireFinite()
    try written.requirePositive("shape", "scale")
    return .gamma(.init(shape: shape, scale: scale, form: .shape))
  }

  static func validGamma(mean: Double, variation: Double) throws(InvalidValue) -> Self {
    let written = Written("gamma", ["mean": mean, "variation": variation])
    try written.requireFinite()
    try written.requirePositive("mean")
    try written.requireSpread("variation", around: mean)
    let shape = 1 / (variation * variation)
    return .gamma(.init(shape: shape, scale: mean / shape, form: .variation(mean: mean, variation: variation)))
  }

  static func validChiSquared(freedom: Double) throws(InvalidValue) -> Self {
    let written = Written("chiSquared", ["freedom": freedom])
    try written.requireFinite()
    try written.requirePositive("freedom")
    return .gamma(.init(shape: freedom / 2, scale: 2, form: .chiSquared(freedom: freedom)))
  }

  static func validWeibull(scale: Double, shape: Double) throws(InvalidValue) -> Self {
    let written = Written("weibull", ["scale": scale, "shape": shape])
    try written.requireFinite()
    try written.requirePositive("scale", "shape")
    return .weibull(scale: scale, shape: shape)
  }

  static func validPareto(scale: Double, shape: Double) throws(InvalidValue) -> Self {
    let written = Written("pareto", ["scale": scale, "shape": shape])
    try written.requireFinite()
    try written.requirePositive("scale", "shape")
    return .pareto(scale: scale, shape: shape)
  }

  static func validBeta(_ alpha: Double, _ beta: Double, low: Double, high: Double) throws(InvalidValue) -> Self {
    let written = Written("beta", ["alpha": alpha, "beta": beta, "low": low, "high": high])
    try written.requireFinite()
    try written.requirePositive("alpha", "beta")
    try written.requireRange()
    return .beta(.init(alpha: alpha, beta: beta, low: low, high: high, form: .shapes))
  }

  static func validStudentT(freedom: Double, location: Double, scale: Double) throws(InvalidValue) -> Self {
    let written = Written("studentT", ["freedom": freedom, "location": location, "scale": scale])
    try written.requireFinite()
    // With fewer, a draw may lie beyond the largest numbers that there are.
    guard freedom >= 0.2 else {
      throw written.refusal("freedom is \(freedom.shortest); at least 0.2 was expected")
    }
    try written.requirePositive("scale")
    return .standard(.studentT(freedom: freedom), location: location, scale: scale)
  }

  static func validStandard(
    _ name: String, _ shape: StandardShape, location: Double, scale: Double
  ) throws(InvalidValue) -> Self {
    let written = Written(name, ["location": location, "scale": scale])
    try written.requireFinite()
    try written.requirePositive("scale")
    return .standard(shape, location: location, scale: scale)
  }

  static func validBernoulli(_ probability: Double) throws(InvalidValue) -> Self {
    let written = Written("bernoulli", ["probability": probability], isLabelled: false)
    try written.requireFinite()
    try written.requireProbability("probability")
    return .counting(.bernoulli(probability))
  }

  static func validBinomial(trials: Double, probability: Double) throws(InvalidValue) -> Self {
    let written = Written("binomial", ["trials": trials, "probability": probability])
    try written.requireFinite()
    try written.requireCounts("trials", from: 1)
    try written.requireProbability("probability")
    return .counting(.binomial(trials: Int(trials), probability: probability))
  }

  static func validNegativeBinomial(successes: Double, probability: Double) throws(InvalidValue) -> Self {
    let written = Written("negativeBinomial", ["successes": successes, "probability": probability])
    try written.requireFinite()
    try written.requirePositive("successes")
    try written.requireProbability("probability", above: true)
    try written.requireCountable("the mean", successes * (1 - probability) / probability)
    return .counting(.negativeBinomial(successes: successes, probability: probability))
  }

  static func validGeometric(probability: Double) throws(InvalidValue) -> Self {
    let written = Written("geometric", ["probability": probability])
    try written.requireFinite()
    try written.requireProbability("probability", above: true)
    return .counting(.geometric(probability: probability))
  }

  static func validPoisson(mean: Double) throws(InvalidValue) -> Self {
    let written = Written("poisson", ["mean": mean])
    try written.requireFinite()
    try written.requirePositive("mean")
    try written.requireCountable("mean", mean)
    return .counting(.poisson(mean: mean))
  }

  static func validHypergeometric(
    population: Double, marked: Double, drawn: Double
  ) throws(InvalidValue) -> Self {
    let written = Written("hypergeometric", ["population": population, "marked": marked, "drawn": drawn])
    try written.requireFinite()
    try written.requireCounts("population", from: 1)
    try written.requireCounts("marked", "drawn", from: 0)
    for (label, value) in [("marked", marked), ("drawn", drawn)] where value > population {
      throw written.refusal("\(label) is \(value.shortest), more than the population of \(population.shortest)")
    }
    return .counting(.hypergeometric(population: Int(population), marked: Int(marked), drawn: Int(drawn)))
  }
}

/// The families that are made of tables and of other distributions.
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

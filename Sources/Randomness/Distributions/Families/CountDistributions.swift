import CGSL
import Glibc

/// A distribution of a whole number of things, by the tails of its counts.
protocol CountFamily: DistributionFamily {
  /// The probability of a count within the support.
  func mass(of count: Double) -> Double

  /// The probability of at most that count, which is from the lowest to below the greatest.
  func lowerTail(_ count: Double) -> Double

  /// The probability of more than that count, which is from the lowest to below the greatest; exact where it is small.
  func upperTail(_ count: Double) -> Double
}

extension CountFamily {
  var isDiscrete: Bool { true }

  func density(at x: Double) -> Double { mass(at: x) }

  /// The probability of a whole number, and 0 for any other.
  func mass(at x: Double) -> Double {
    guard support.contains(x), x == x.rounded(), x.isFinite else { return 0 }
    return support.lowerBound == support.upperBound ? 1 : mass(of: x)
  }

  func cumulative(at x: Double) -> Double {
    if x < support.lowerBound { return 0 }
    return x >= support.upperBound ? 1 : lowerTail(x.rounded(.down))
  }

  private func exceeding(_ x: Double) -> Double {
    if x < support.lowerBound { return 1 }
    return x >= support.upperBound ? 0 : upperTail(x.rounded(.down))
  }

  func step(upTo x: Double) -> Double {
    let last = min(x.rounded(.down), support.upperBound)
    return last >= support.lowerBound ? last : -.infinity
  }

  func step(from x: Double) -> Double {
    let first = max(x.rounded(.up), support.lowerBound)
    return first <= support.upperBound ? first : .infinity
  }

  /// Whether a count is not exceeded with probability p: the smaller tail decides, since 1 − p is exact above one half.
  func reaches(_ p: Double, _ count: Double) -> Bool {
    p < 0.5 ? cumulative(at: count) >= p : exceeding(count) <= 1 - p
  }

  /// The least count that is not exceeded with probability p.
  ///
  /// - Complexity: logarithmic in the distance from a normal approximation.
  func quantile(_ p: Double) -> Double {
    let support = support
    if support.lowerBound == support.upperBound { return support.lowerBound }
    let spread = max(1, variance.squareRoot())
    let guess = (mean + spread * gsl_cdf_ugaussian_Pinv(p)).rounded()
    var below = support.lowerBound - 1
    var above = min(max(guess, support.lowerBound), support.upperBound)
    var stride = max(1, (spread / 8).rounded())
    if reaches(p, above) {
      while above - stride > below, reaches(p, above - stride) { (above, stride) = (above - stride, 2 * stride) }
      below = max(below, above - stride)
    } else {
      repeat {
        (below, above, stride) = (above, min(above + stride, support.upperBound), 2 * stride)
      } while above < support.upperBound && !reaches(p, above)
    }
    while above - below > 1 {
      let middle = ((below + above) / 2).rounded(.down)
      if reaches(p, middle) { above = middle } else { below = middle }
    }
    return above
  }
}

/// A count as GSL takes it; beyond its range lies nothing of what it can count.
private func word(_ count: Double) -> UInt32 { UInt32(min(count, Double(UInt32.max))) }

// MARK: - Bernoulli

extension Distribution {
  /// 1 with that probability, otherwise 0.
  public static func bernoulli(
    _ probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try BernoulliDistribution(probability))
  }
}

struct BernoulliDistribution: CountFamily {
  static let forms = [
    DistributionForm("bernoulli", "probability") { (p) throws(InvalidValue) in try BernoulliDistribution(p[0]) }
  ]

  let probability: Double

  init(_ probability: Double) throws(InvalidValue) {
    self.probability = probability
    try parameters.requireFinite()
    try parameters.requireProbability("probability")
  }

  private var parameters: ParameterList {
    ParameterList("bernoulli", ["probability": probability], isLabelled: false)
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { (probability < 1 ? 0 : 1)...(probability > 0 ? 1 : 0) }
  var mean: Double { probability }
  var variance: Double { probability * (1 - probability) }
  func mass(of count: Double) -> Double { count == 1 ? probability : 1 - probability }
  func lowerTail(_ count: Double) -> Double { 1 - probability }
  func upperTail(_ count: Double) -> Double { probability }
}

// MARK: - Binomial

extension Distribution {
  /// The number of successes in that many trials.
  public static func binomial(
    trials: Int, probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try BinomialDistribution(trials: Double(trials), probability: probability))
  }
}

struct BinomialDistribution: CountFamily {
  static let forms = [
    DistributionForm("binomial", "trials", "probability") { (p) throws(InvalidValue) in
      try BinomialDistribution(trials: p[0], probability: p[1])
    }
  ]

  let trials: Double
  let probability: Double

  init(trials: Double, probability: Double) throws(InvalidValue) {
    (self.trials, self.probability) = (trials, probability)
    try parameters.requireFinite()
    try parameters.requireCounts("trials", from: 1)
    try parameters.requireProbability("probability")
  }

  private var parameters: ParameterList {
    ParameterList("binomial", ["trials": trials, "probability": probability])
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { (probability < 1 ? 0 : trials)...(probability > 0 ? trials : 0) }
  var mean: Double { trials * probability }
  var variance: Double { trials * probability * (1 - probability) }
  func mass(of count: Double) -> Double { gsl_ran_binomial_pdf(word(count), probability, word(trials)) }
  func lowerTail(_ count: Double) -> Double { gsl_cdf_binomial_P(word(count), probability, word(trials)) }
  func upperTail(_ count: Double) -> Double { gsl_cdf_binomial_Q(word(count), probability, word(trials)) }

  func draw(from stream: RandomStream) -> Double {
    Double(gsl_ran_binomial(stream.generator, probability, word(trials)))
  }
}

// MARK: - Negative binomial

extension Distribution {
  /// The number of failures before that many successes, from 0; `successes` need not be a whole number.
  public static func negativeBinomial(
    successes: Double, probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try NegativeBinomialDistribution(successes: successes, probability: probability))
  }
}

struct NegativeBinomialDistribution: CountFamily {
  static let forms = [
    DistributionForm("negativeBinomial", "successes", "probability") { (p) throws(InvalidValue) in
      try NegativeBinomialDistribution(successes: p[0], probability: p[1])
    }
  ]

  let successes: Double
  let probability: Double

  init(successes: Double, probability: Double) throws(InvalidValue) {
    (self.successes, self.probability) = (successes, probability)
    try parameters.requireFinite()
    try parameters.requirePositive("successes")
    try parameters.requireProbability("probability", above: true)
    try parameters.requireCountable("the mean", mean)
  }

  private var parameters: ParameterList {
    ParameterList("negativeBinomial", ["successes": successes, "probability": probability])
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...(probability < 1 ? .infinity : 0) }
  var mean: Double { successes * (1 - probability) / probability }
  var variance: Double { successes * (1 - probability) / (probability * probability) }
  func mass(of count: Double) -> Double { gsl_ran_negative_binomial_pdf(word(count), probability, successes) }
  func lowerTail(_ count: Double) -> Double { gsl_cdf_negative_binomial_P(word(count), probability, successes) }
  func upperTail(_ count: Double) -> Double { gsl_cdf_negative_binomial_Q(word(count), probability, successes) }

  func draw(from stream: RandomStream) -> Double {
    Double(gsl_ran_negative_binomial(stream.generator, probability, successes))
  }
}

// MARK: - Geometric

extension Distribution {
  /// The number of trials up to and including the first success, from 1.
  public static func geometric(
    probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GeometricDistribution(probability: probability))
  }
}

struct GeometricDistribution: CountFamily {
  static let forms = [
    DistributionForm("geometric", "probability") { (p) throws(InvalidValue) in
      try GeometricDistribution(probability: p[0])
    }
  ]

  let probability: Double

  init(probability: Double) throws(InvalidValue) {
    self.probability = probability
    try parameters.requireFinite()
    try parameters.requireProbability("probability", above: true)
  }

  private var parameters: ParameterList { ParameterList("geometric", ["probability": probability]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 1...(probability < 1 ? .infinity : 1) }
  var mean: Double { 1 / probability }
  var variance: Double { (1 - probability) / (probability * probability) }

  func mass(of count: Double) -> Double {
    count == 1 ? probability : probability * exp((count - 1) * log1p(-probability))
  }

  func lowerTail(_ count: Double) -> Double { -expm1(count * log1p(-probability)) }
  func upperTail(_ count: Double) -> Double { exp(count * log1p(-probability)) }

  func quantile(_ p: Double) -> Double {
    if probability == 1 { return 1 }
    let count = max(1, (log1p(-p) / log1p(-probability)).rounded(.up))
    return count > 1 && reaches(p, count - 1) ? count - 1 : reaches(p, count) ? count : count + 1
  }
}

// MARK: - Poisson

extension Distribution {
  /// The number of independent random events, with that mean.
  public static func poisson(
    mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try PoissonDistribution(mean: mean))
  }
}

struct PoissonDistribution: CountFamily {
  static let forms = [
    DistributionForm("poisson", "mean") { (p) throws(InvalidValue) in try PoissonDistribution(mean: p[0]) }
  ]

  let mean: Double

  init(mean: Double) throws(InvalidValue) {
    self.mean = mean
    try parameters.requireFinite()
    try parameters.requireNonNegative("mean")
    try parameters.requireCountable("mean", mean)
  }

  private var parameters: ParameterList { ParameterList("poisson", ["mean": mean]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...(mean > 0 ? .infinity : 0) }
  var variance: Double { mean }
  func mass(of count: Double) -> Double { gsl_ran_poisson_pdf(word(count), mean) }
  func lowerTail(_ count: Double) -> Double { gsl_cdf_poisson_P(word(count), mean) }
  func upperTail(_ count: Double) -> Double { gsl_cdf_poisson_Q(word(count), mean) }
  func draw(from stream: RandomStream) -> Double { Double(gsl_ran_poisson(stream.generator, mean)) }
}

// MARK: - Hypergeometric

extension Distribution {
  /// The number of marked items in a sample drawn without replacement from a population.
  public static func hypergeometric(
    population: Int, marked: Int, drawn: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(
      file, line,
      try HypergeometricDistribution(population: Double(population), marked: Double(marked), drawn: Double(drawn)))
  }
}

struct HypergeometricDistribution: CountFamily {
  static let forms = [
    DistributionForm("hypergeometric", "population", "marked", "drawn") { (p) throws(InvalidValue) in
      try HypergeometricDistribution(population: p[0], marked: p[1], drawn: p[2])
    }
  ]

  let population: Double
  let marked: Double
  let drawn: Double

  init(population: Double, marked: Double, drawn: Double) throws(InvalidValue) {
    (self.population, self.marked, self.drawn) = (population, marked, drawn)
    try parameters.requireFinite()
    try parameters.requireCounts("population", from: 1)
    try parameters.requireCounts("marked", "drawn", from: 0)
    for (label, value) in [("marked", marked), ("drawn", drawn)] where value > population {
      throw parameters.error("\(label) is \(value.shortest), more than the population of \(population.shortest)")
    }
  }

  private var parameters: ParameterList {
    ParameterList("hypergeometric", ["population": population, "marked": marked, "drawn": drawn])
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { max(0, drawn + marked - population)...min(marked, drawn) }
  var mean: Double { drawn * marked / population }

  var variance: Double {
    guard population > 1 else { return 0 }
    let share = marked / population
    return drawn * share * (1 - share) * (population - drawn) / (population - 1)
  }

  private var urn: (marked: UInt32, others: UInt32, drawn: UInt32) {
    (word(marked), word(population - marked), word(drawn))
  }
  func mass(of count: Double) -> Double {
    gsl_ran_hypergeometric_pdf(word(count), urn.marked, urn.others, urn.drawn)
  }
  func lowerTail(_ count: Double) -> Double {
    gsl_cdf_hypergeometric_P(word(count), urn.marked, urn.others, urn.drawn)
  }
  func upperTail(_ count: Double) -> Double {
    gsl_cdf_hypergeometric_Q(word(count), urn.marked, urn.others, urn.drawn)
  }
  func draw(from stream: RandomStream) -> Double {
    Double(gsl_ran_hypergeometric(stream.generator, urn.marked, urn.others, urn.drawn))
  }
}

import CGSL
import CRandomStreams
import Glibc

/// A distribution of a whole number of things, by the tails of its counts.
protocol CountFamily: DistributionFamily {
  /// The probability of a count within the support.
  func mass(of count: Double) -> Double

  /// The probability of at most that count, which is from the lowest to below the greatest; exact where it is small.
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

  /// By the smaller tail, so that the two add up to 1.
  func cumulative(at x: Double) -> Double {
    if x < support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    let count = x.rounded(.down)
    let lower = lowerTail(count)
    return lower < 0.5 ? lower : 1 - upperTail(count)
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

  /// Whether a count is not exceeded with probability p, to within rounding.
  ///
  /// The smaller tail decides, since 1 − p is exact above one half.
  func reaches(_ p: Double, _ count: Double) -> Bool {
    // Tails of counts are found to some 1e-11.
    let slack = Probability.slack(at: p, share: 1e-10)
    return p < 0.5 ? cumulative(at: count) >= p - slack : exceeding(count) <= 1 - p + slack
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

/// The greatest count for whose probability GSL is used: beyond, its logarithms of factorials lose digits.
private let greatestOfGSL = 1e4

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
    let parameters = parameters
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
    let parameters = parameters
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
  /// The count is at most k where the (k + 1)th least of as many uniform numbers exceeds the probability.
  private func share(_ count: Double) -> BetaTails { BetaTails(alpha: count + 1, beta: trials - count) }
  func lowerTail(_ count: Double) -> Double { share(count).upper(probability) }
  func upperTail(_ count: Double) -> Double { share(count).lower(probability) }

  func mass(of count: Double) -> Double {
    if trials < greatestOfGSL { return gsl_ran_binomial_pdf(UInt32(count), probability, UInt32(trials)) }
    if count == trials { return exp(trials * log(probability)) }
    return share(count).density(probability) * (1 - probability) / (trials - count)
  }

  func draw(from stream: RandomStream) -> Double {
    Double(gsl_ran_binomial(stream.generator, probability, UInt32(trials)))
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
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("successes")
    try parameters.requireProbability("probability", above: true)
    try parameters.requireCountable("the mean", mean)
    guard probability == 1 || -successes * log(probability) >= ParameterList.leastShape else {
      throw parameters.error(
        "nearly all its values are 0", remedy: "more successes or a smaller probability were expected")
    }
  }

  private var parameters: ParameterList {
    ParameterList("negativeBinomial", ["successes": successes, "probability": probability])
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...(probability < 1 ? .infinity : 0) }
  var mean: Double { successes * (1 - probability) / probability }
  var variance: Double { successes * (1 - probability) / (probability * probability) }
  /// At most k failures come before the last success where it is among the first successes + k trials.
  private func share(_ count: Double) -> BetaTails { BetaTails(alpha: successes, beta: count + 1) }
  func lowerTail(_ count: Double) -> Double { share(count).lower(probability) }
  func upperTail(_ count: Double) -> Double { share(count).upper(probability) }

  func mass(of count: Double) -> Double {
    if successes + count < greatestOfGSL {
      return gsl_ran_negative_binomial_pdf(UInt32(count), probability, successes)
    }
    return share(count).density(probability) * probability / (successes + count)
  }

  /// The sum of (k − μ) f(k) over all k from m on is m f(m) / p, and summation by parts gives that of the squares.
  ///
  /// Johnson, Kemp, Kotz 2005, "Univariate Discrete Distributions", section 2.3.1.
  func moments(from low: Double, through high: Double) -> Moments? {
    func beyond(_ count: Double) -> Double { count < .infinity ? count * mass(at: count) / probability : 0 }
    let share = probability(from: low, through: high)
    let (atLow, next, atHigh) = (beyond(low), beyond(low + 1), beyond(high + 1))
    let distance = (atLow - atHigh) / share
    let parts = (mean * probability(from: low + 1, through: high) + next - atHigh) / probability
    let square = ((low - mean) * atLow - (high < .infinity ? (high - mean) * atHigh : 0) + parts) / share
    let spread = square - distance * distance
    guard spread.isFinite, spread > 1e-4 * square else { return nil }
    return Moments(mean: mean + distance, variance: spread)
  }

  /// The probability of the counts from one through another, by the tail that is near.
  private func probability(from low: Double, through high: Double) -> Double {
    if low > high { return 0 }
    return low > mean
      ? upperTail(low - 1) - (high < .infinity ? upperTail(high) : 0)
      : (high < .infinity ? cumulative(at: high) : 1) - cumulative(at: low - 1)
  }

  func draw(from stream: RandomStream) -> Double {
    // GSL's sampler counts with 32 bits.
    guard mean + 40 * variance.squareRoot() < 4e9 else { return quantile(stream.uniformOpen()) }
    return Double(gsl_ran_negative_binomial(stream.generator, probability, successes))
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
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireProbability("probability", above: true)
    try parameters.requireRepresentable([40 / probability], around: 0, spread: 1)
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

  /// It forgets where it began: from the low end on it is as from 1.
  func moments(from low: Double, through high: Double) -> Moments? {
    let trials = high - low + 1
    let (first, second) = (1 / probability, (1 - probability) / probability / probability)
    guard trials < .infinity else { return Moments(mean: low - 1 + first, variance: second) }
    // What lies beyond the high end, over what does not.
    let odds = 1 / expm1(-trials * log1p(-probability))
    let variance = second - trials * trials * odds * (1 + odds)
    return variance > 1e-4 * second ? Moments(mean: low - 1 + first - trials * odds, variance: variance) : nil
  }

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

extension RandomStream {
  /// The next Poisson number, the draw of `Distribution.poisson` without the distribution: simulations take one a day.
  ///
  /// - `mean`: from 0 to ``ParameterList/greatestCount``.
  package func poisson(mean: Double) -> Double {
    precondition(mean >= 0 && mean <= ParameterList.greatestCount, "a Poisson mean that no count can have")
    return sampling == .fastest
      ? payoff_stream_poisson(philox, mean) : Distribution.poisson(mean: mean).draw(from: self)
  }
}

struct PoissonDistribution: CountFamily {
  static let forms = [
    DistributionForm("poisson", "mean") { (p) throws(InvalidValue) in try PoissonDistribution(mean: p[0]) }
  ]

  let mean: Double

  init(mean: Double) throws(InvalidValue) {
    self.mean = mean
    // Simulations make one a day.
    if mean >= 0, mean <= ParameterList.greatestCount { return }
    try parameters.requireFinite()
    try parameters.requireNonNegative("mean")
    try parameters.requireCountable("mean", mean)
  }

  private var parameters: ParameterList { ParameterList("poisson", ["mean": mean]) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...(mean > 0 ? .infinity : 0) }
  var variance: Double { mean }
  /// At most k events come where the (k + 1)th comes after the mean number of mean gaps.
  private func wait(_ count: Double) -> GammaTails { GammaTails(shape: count + 1) }
  func lowerTail(_ count: Double) -> Double { wait(count).upper(mean) }
  func upperTail(_ count: Double) -> Double { wait(count).lower(mean) }

  func mass(of count: Double) -> Double {
    count < greatestOfGSL ? gsl_ran_poisson_pdf(UInt32(count), mean) : wait(count).density(mean)
  }

  func draw(from stream: RandomStream) -> Double { payoff_stream_poisson(stream.philox, mean) }
}

import CGSL
import Glibc

extension Distribution {
  /// The marked things among those drawn, without return, from a population.
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
    let parameters = parameters
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
    (UInt32(marked), UInt32(population - marked), UInt32(drawn))
  }

  /// The largest population for which GSL is used: beyond, its logarithms of factorials lose digits.
  private static let greatestOfGSL = 1e3

  private var isLarge: Bool { population > Self.greatestOfGSL }

  func mass(of count: Double) -> Double {
    isLarge
      ? exp(logMass(count)) : gsl_ran_hypergeometric_pdf(UInt32(count), urn.marked, urn.others, urn.drawn)
  }

  func lowerTail(_ count: Double) -> Double {
    guard isLarge else { return gsl_cdf_hypergeometric_P(UInt32(count), urn.marked, urn.others, urn.drawn) }
    return count < mean ? tail(from: count, upwards: false) : 1 - tail(from: count + 1, upwards: true)
  }

  func upperTail(_ count: Double) -> Double {
    guard isLarge else { return gsl_cdf_hypergeometric_Q(UInt32(count), urn.marked, urn.others, urn.drawn) }
    return count < mean ? 1 - tail(from: count, upwards: false) : tail(from: count + 1, upwards: true)
  }

  func draw(from stream: RandomStream) -> Double {
    // GSL draws one after another.
    guard min(drawn, population - drawn) <= 1e5 else { return quantile(stream.uniformOpen()) }
    return Double(gsl_ran_hypergeometric(stream.generator, urn.marked, urn.others, urn.drawn))
  }
}

// MARK: - Large populations

extension HypergeometricDistribution {
  /// The logarithm of the probability of a count, of which the formula makes sense between whole numbers too.
  ///
  /// A product of three binomial probabilities, each by Stirling's formula with its error; Loader 2000, "Fast and
  /// accurate computation of binomial probabilities".
  private func logMass(_ count: Double) -> Double {
    // count − mean, in which the leading digits cancel.
    let (taken, expected) = (count * population, marked * drawn)
    let lost = fma(count, population, -taken) - fma(marked, drawn, -expected)
    let excess = (taken - expected + lost) / population
    let share = drawn / population
    return logBinomial(count, of: marked, excess, share)
      + logBinomial(drawn - count, of: population - marked, -excess, share)
      - logBinomial(drawn, of: population, 0, share)
  }

  /// The logarithm of the probability of that many successes, which exceed their mean by so many.
  private func logBinomial(_ count: Double, of trials: Double, _ excess: Double, _ share: Double) -> Double {
    let others = trials - count
    if count <= 0 { return count < 0 ? -.infinity : trials * log1p(-share) }
    if others <= 0 { return others < 0 ? -.infinity : trials * log(share) }
    let ratio = Stirling.ratio(trials) / (Stirling.ratio(count) * Stirling.ratio(others))
    return count * logOnePlusLess(-excess / count) + others * logOnePlusLess(excess / others)
      + log(ratio * (trials / (2 * .pi * count * others)).squareRoot())
  }

  /// The probability of that count and of all beyond it.
  private func tail(from count: Double, upwards: Bool) -> Double {
    variance < 4e4 ? sum(from: count, upwards: upwards) : integral(from: count, upwards: upwards)
  }

  private func sum(from count: Double, upwards: Bool) -> Double {
    let others = population - marked
    var k = count
    var term = mass(of: k)
    var sum = 0.0
    while term > 0, k >= support.lowerBound, k <= support.upperBound {
      let next = sum + term
      if next == sum { break }
      sum = next
      if upwards {
        term *= (marked - k) * (drawn - k) / ((k + 1) * (others - drawn + k + 1))
        k += 1
      } else {
        term *= k * (others - drawn + k) / ((marked - k + 1) * (drawn - k + 1))
        k -= 1
      }
    }
    return sum
  }

  /// The integral of the probability from half a count before on, less what a sum of a convex function lacks of it.
  ///
  /// The correction is exact for a tail that falls exponentially, and the first of Euler and Maclaurin's for any other.
  private func integral(from count: Double, upwards: Bool) -> Double {
    let sign = upwards ? 1.0 : -1.0
    let edge = count - sign / 2
    let top = logMass(edge)
    let fall = sign * (logMass(edge - 0.5) - logMass(edge + 0.5))
    let half = fall / 2
    let lacking = abs(fall) < 0.1 ? fall / 24 - 7 * fall * fall * fall / 5760 : 1 / fall - 1 / (2 * sinh(half))
    let whole = TailIntegral.fromZero(slope: fall, curvature: 1 / variance) { logMass(edge + sign * $0) - top }
    return exp(top) * (whole - lacking)
  }
}

import CGSL
import Glibc

/// A distribution of a whole number of things.
@usableFromInline
enum CountingFamily: Sendable, Hashable {
  /// 1 with that probability, else 0.
  case bernoulli(Double)
  /// Successes in a number of trials.
  case binomial(trials: Int, probability: Double)
  /// Failures before that many successes.
  case negativeBinomial(successes: Double, probability: Double)
  /// Trials up to and with the first success, from 1.
  case geometric(probability: Double)
  case poisson(mean: Double)
  /// Marked things among those drawn without return from a population.
  case hypergeometric(population: Int, marked: Int, drawn: Int)

  /// GSL counts with 32 bits: means and populations stay well below.
  static let most = 1e9

  func draw(_ stream: RandomStream) -> Double {
    let generator = stream.generator
    switch self {
    case .bernoulli, .geometric:
      return quantile(stream.uniformOpen())
    case .binomial(let trials, let probability):
      return Double(gsl_ran_binomial(generator, probability, UInt32(trials)))
    case .negativeBinomial(let successes, let probability):
      return Double(gsl_ran_negative_binomial(generator, probability, successes))
    case .poisson(let mean):
      return Double(gsl_ran_poisson(generator, mean))
    case .hypergeometric(let population, let marked, let drawn):
      return Double(gsl_ran_hypergeometric(generator, UInt32(marked), UInt32(population - marked), UInt32(drawn)))
    }
  }

  /// The probability of a whole number, and 0 for any other.
  func mass(_ x: Double) -> Double {
    guard support.contains(x), let k = UInt32(exactly: x) else { return 0 }
    if support.lowerBound == support.upperBound { return 1 }
    switch self {
    case .bernoulli(let probability):
      return k == 1 ? probability : 1 - probability
    case .binomial(let trials, let probability):
      return gsl_ran_binomial_pdf(k, probability, UInt32(trials))
    case .negativeBinomial(let successes, let probability):
      return gsl_ran_negative_binomial_pdf(k, probability, successes)
    case .geometric(let probability):
      return k == 1 ? probability : probability * exp((x - 1) * log1p(-probability))
    case .poisson(let mean):
      return gsl_ran_poisson_pdf(k, mean)
    case .hypergeometric(let population, let marked, let drawn):
      return gsl_ran_hypergeometric_pdf(k, UInt32(marked), UInt32(population - marked), UInt32(drawn))
    }
  }

  /// The probability of at most that number.
  func cumulative(_ x: Double) -> Double {
    if x < support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    if case .geometric(let probability) = self { return -expm1(x.rounded(.down) * log1p(-probability)) }
    let k = UInt32(min(x, Double(UInt32.max)))
    switch self {
    case .bernoulli(let probability):
      return 1 - probability
    case .binomial(let trials, let probability):
      return gsl_cdf_binomial_P(k, probability, UInt32(trials))
    case .negativeBinomial(let successes, let probability):
      return gsl_cdf_negative_binomial_P(k, probability, successes)
    case .poisson(let mean):
      return gsl_cdf_poisson_P(k, mean)
    case .hypergeometric(let population, let marked, let drawn):
      return gsl_cdf_hypergeometric_P(k, UInt32(marked), UInt32(population - marked), UInt32(drawn))
    case .geometric:
      return 1
    }
  }

  /// The probability of more than that number, exact where it is small.
  func exceeding(_ x: Double) -> Double {
    if x < support.lowerBound { return 1 }
    if x >= support.upperBound { return 0 }
    if case .geometric(let probability) = self { return exp(x.rounded(.down) * log1p(-probability)) }
    let k = UInt32(min(x, Double(UInt32.max)))
    switch self {
    case .bernoulli(let probability):
      return probability
    case .binomial(let trials, let probability):
      return gsl_cdf_binomial_Q(k, probability, UInt32(trials))
    case .negativeBinomial(let successes, let probability):
      return gsl_cdf_negative_binomial_Q(k, probability, successes)
    case .poisson(let mean):
      return gsl_cdf_poisson_Q(k, mean)
    case .hypergeometric(let population, let marked, let drawn):
      return gsl_cdf_hypergeometric_Q(k, UInt32(marked), UInt32(population - marked), UInt32(drawn))
    case .geometric:
      return 0
    }
  }

  /// The least number that is not exceeded with probability p.
  ///
  /// - Complexity: logarithmic in the distance from a normal approximation.
  func quantile(_ p: Double) -> Double {
    if p <= 0 { return support.lowerBound }
    if p >= 1 { return support.upperBound }
    // The smaller tail decides, since 1 − p is exact above one half.
    func reaches(_ count: Double) -> Bool { p < 0.5 ? cumulative(count) >= p : exceeding(count) <= 1 - p }
    if case .geometric(let probability) = self {
      let count = max(1, (log1p(-p) / log1p(-probability)).rounded(.up))
      return count > 1 && reaches(count - 1) ? count - 1 : reaches(count) ? count : count + 1
    }
    let spread = max(1, variance.squareRoot())
    let guess = (mean + spread * gsl_cdf_ugaussian_Pinv(p)).rounded()
    var below = support.lowerBound - 1
    var above = min(max(guess, support.lowerBound), support.upperBound)
    var stride = max(1, (spread / 8).rounded())
    if reaches(above) {
      while above - stride > below, reaches(above - stride) { (above, stride) = (above - stride, 2 * stride) }
      below = max(below, above - stride)
    } else {
      repeat {
        (below, above, stride) = (above, min(above + stride, support.upperBound), 2 * stride)
      } while above < support.upperBound && !reaches(above)
    }
    while above - below > 1 {
      let middle = ((below + above) / 2).rounded(.down)
      if reaches(middle) { above = middle } else { below = middle }
    }
    return above
  }

  var mean: Double {
    switch self {
    case .bernoulli(let probability): probability
    case .binomial(let trials, let probability): Double(trials) * probability
    case .negativeBinomial(let successes, let probability): successes * (1 - probability) / probability
    case .geometric(let probability): 1 / probability
    case .poisson(let mean): mean
    case .hypergeometric(let population, let marked, let drawn): Double(drawn) * Double(marked) / Double(population)
    }
  }

  var variance: Double {
    switch self {
    case .bernoulli(let probability): return probability * (1 - probability)
    case .binomial(let trials, let probability): return Double(trials) * probability * (1 - probability)
    case .negativeBinomial(let successes, let probability):
      return successes * (1 - probability) / (probability * probability)
    case .geometric(let probability): return (1 - probability) / (probability * probability)
    case .poisson(let mean): return mean
    case .hypergeometric(let population, let marked, let drawn):
      guard population > 1 else { return 0 }
      let share = Double(marked) / Double(population)
      return Double(drawn) * share * (1 - share) * Double(population - drawn) / Double(population - 1)
    }
  }

  var support: ClosedRange<Double> {
    switch self {
    case .bernoulli(let probability): (probability < 1 ? 0 : 1)...(probability > 0 ? 1 : 0)
    case .binomial(let trials, let probability):
      (probability < 1 ? 0 : Double(trials))...(probability > 0 ? Double(trials) : 0)
    case .negativeBinomial(_, let probability): 0...(probability < 1 ? .infinity : 0)
    case .geometric(let probability): 1...(probability < 1 ? .infinity : 1)
    case .poisson(let mean): 0...(mean > 0 ? .infinity : 0)
    case .hypergeometric(let population, let marked, let drawn):
      Double(max(0, drawn + marked - population))...Double(min(marked, drawn))
    }
  }
}

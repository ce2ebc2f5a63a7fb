import CGSL
import Randomness

/// Probabilities as normal scores and back: the ends of a Gaussian copula.
enum NormalScore {
  /// The score that is not exceeded with a probability between 0 and 1.
  static func of(_ probability: Double) -> Double {
    ScientificLibrary.prepare()
    return probability < 0.5 ? gsl_cdf_ugaussian_Pinv(probability) : gsl_cdf_ugaussian_Qinv(1 - probability)
  }

  /// The probability that a score is not exceeded, which never is 0 or 1.
  static func probability(of score: Double) -> Double {
    min(max(gsl_cdf_ugaussian_P(score), .leastNormalMagnitude), 1.0.nextDown)
  }
}

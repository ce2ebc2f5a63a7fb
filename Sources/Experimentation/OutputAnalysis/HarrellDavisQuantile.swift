import CGSL

/// A quantile as the weighted mean of all order statistics: smoother than one or two of them, and with less variance.
///
/// The weights are those of a beta distribution of parameters (n + 1)p and (n + 1)(1 − p).
/// Harrell and Davis 1982, "A New Distribution-Free Quantile Estimator".
/// - Complexity: O(n) evaluations of the incomplete beta function.
package enum HarrellDavisQuantile {
  /// The quantile of that probability, in the unit of the values.
  package static func quantile(_ probability: Double, of sample: Sample) -> Double {
    precondition(probability >= 0 && probability <= 1, "a quantile's probability lies between 0 and 1")
    let sorted = sample.sorted
    if probability == 0 { return sorted[0] }
    if probability == 1 { return sorted[sorted.count - 1] }
    let count = Double(sorted.count)
    let a = (count + 1) * probability
    let b = (count + 1) * (1 - probability)
    var below = 0.0
    var sum = 0.0
    for (index, value) in sorted.enumerated() {
      let upTo = index + 1 == sorted.count ? 1 : gsl_cdf_beta_P(Double(index + 1) / count, a, b)
      sum += (upTo - below) * value
      below = upTo
    }
    return sum
  }
}

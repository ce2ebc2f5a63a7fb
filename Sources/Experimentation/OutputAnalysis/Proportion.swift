import CGSL

/// A share of replications, with the interval for the probability behind it.
package struct Proportion: Sendable, Hashable {
  package let successes: Int
  package let trials: Int

  package init(_ successes: Int, of trials: Int) {
    precondition(trials > 0 && (0...trials).contains(successes), "a proportion is of at least one trial")
    self.successes = successes
    self.trials = trials
  }

  package var share: Double { Double(successes) / Double(trials) }

  /// The 95 % score interval, which holds near 0 and 1 too. Wilson 1927.
  package var interval: ClosedRange<Double> {
    let estimate = estimate()
    return estimate.low...estimate.high
  }

  /// The share with its score interval. Wilson 1927.
  package func estimate(confidence: Double = 0.95) -> Estimate {
    Self.scoreEstimate(share, trials, confidence: confidence)
  }

  /// The score interval of a share that need not be a whole number of trials, as where ties are shared. Wilson 1927.
  package static func scoreEstimate(_ share: Double, _ trials: Int, confidence: Double) -> Estimate {
    let z = gsl_cdf_ugaussian_Pinv(0.5 + confidence / 2)
    let n = Double(trials)
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    // At the ends the bound is 0 and 1 but for rounding.
    return Estimate(share, share == 0 ? 0 : centre - half, share == 1 ? 1 : centre + half, confidence: confidence)
  }
}

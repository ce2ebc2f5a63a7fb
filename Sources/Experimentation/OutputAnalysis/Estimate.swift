import CGSL
package import EventSimulation

/// A figure with the interval that holds the truth with a stated confidence.
///
/// The interval need not be symmetric. An end that the data can't give is infinite: a single replication has a mean,
/// but says nothing about how far off it is.
package struct Estimate: Sendable, Hashable {
  /// The figure, in the unit of the measure.
  package var value: Double
  /// The low end of the interval.
  package var low: Double
  /// The high end of the interval.
  package var high: Double
  /// The confidence, between 0 and 1.
  package var confidence: Double

  package init(_ value: Double, _ low: Double, _ high: Double, confidence: Double) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    self.value = value
    self.low = low
    self.high = high
    self.confidence = confidence
  }

  /// A figure with as much to either side.
  package init(_ value: Double, halfWidth: Double, confidence: Double) {
    self.init(value, value - halfWidth, value + halfWidth, confidence: confidence)
  }

  /// The mean of a tally that is not empty, with Student's interval; unbounded for a single value.
  package init(meanOf tally: Tally, confidence: Double) {
    let half = ConfidenceInterval(of: tally, confidence: confidence)?.halfWidth ?? .infinity
    self.init(tally.mean ?? .nan, halfWidth: half, confidence: confidence)
  }

  /// Half the length of the interval.
  package var halfWidth: Double { (high - low) / 2 }

  /// Whether both ends are finite.
  package var isBounded: Bool { low.isFinite && high.isFinite }

  /// Whether a value lies within the interval.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The same figure where it can't be less than 0: an end below 0 is 0.
  package var notNegative: Estimate { Estimate(max(value, 0), max(low, 0), max(high, 0), confidence: confidence) }
  /// The same figure where it can't be more than another: neither it nor an end of its interval is above the other's.
  func notAbove(_ limit: Estimate) -> Estimate {
    Estimate(min(value, limit.value), min(low, limit.high), min(high, limit.high), confidence: confidence)
  }
  /// The same figure with its sign turned.
  package var negated: Estimate { Estimate(-value, -high, -low, confidence: confidence) }
}

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

/// A figure that is about normal, with Student's interval and the test that it is 0.
struct MeanTest {
  let estimate: Estimate
  let t: Double
  let p: Double

  init(_ value: Double, standardError: Double, _ degreesOfFreedom: Double, _ confidence: Double) {
    guard standardError > 0 else {
      estimate = Estimate(value, halfWidth: 0, confidence: confidence)
      t = value == 0 ? 0 : value > 0 ? .infinity : -.infinity
      p = value == 0 ? 1 : 0
      return
    }
    let half = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, degreesOfFreedom) * standardError
    estimate = Estimate(value, halfWidth: half, confidence: confidence)
    t = value / standardError
    p = min(1, 2 * gsl_cdf_tdist_Q(abs(t), degreesOfFreedom))
  }
}

package import Randomness

/// A mean corrected by a second measure whose true mean is known.
///
/// Where the control came out above its mean by chance, so did whatever goes with it: the coefficient that takes most of
/// it away is the slope of the regression on the control. The interval has n − 2 degrees of freedom and counts the error
/// of the coefficient. Lavenberg and Welch 1981, "A Perspective on the Use of Control Variables".
package struct ControlVariate: Sendable, Hashable {
  /// The corrected mean with its interval.
  package let mean: Estimate
  /// The change of the measure for a unit of the control.
  package let coefficient: Double
  /// The variance of the plain mean over that of the corrected one: how many times as many replications it would take.
  package let gain: Double

  /// - Throws: ``InvalidValue`` for samples of different lengths or of fewer than three values.
  package init(
    _ sample: Sample, control: Sample, knownMean: Double, confidence: Double = 0.95
  ) throws(InvalidValue) {
    guard sample.count == control.count, sample.count > 2 else {
      throw InvalidValue(
        "\(sample.name) with \(control.name)",
        "a control variate needs three replications at least, the same for both, but there are \(sample.count) and "
          + "\(control.count)", remedy: "take both from the same run")
    }
    let n = Double(sample.count)
    let (mean, centre) = (sample.mean, control.mean)
    var (squares, products, total) = (0.0, 0.0, 0.0)
    for (y, x) in zip(sample.values, control.values) {
      squares += (x - centre) * (x - centre)
      products += (x - centre) * (y - mean)
      total += (y - mean) * (y - mean)
    }
    // A control that doesn't vary corrects nothing.
    coefficient = squares > 0 ? products / squares : 0
    let residual = max(total - coefficient * products, 0) / (n - 2)
    let excess = centre - knownMean
    let variance = residual * (1 / n + (squares > 0 ? excess * excess / squares : 0))
    let plain = total / (n - 1) / n
    gain = plain == variance ? 1 : plain / variance
    self.mean =
      MeanTest(mean - coefficient * excess, standardError: variance.squareRoot(), n - 2, confidence).estimate
  }
}

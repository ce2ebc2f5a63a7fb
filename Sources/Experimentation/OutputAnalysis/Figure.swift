/// A figure of the distribution of a measure: what is estimated, sought or stopped on.
package enum Figure: Sendable, Hashable, CustomStringConvertible {
  /// The mean, with Student's interval.
  case mean
  /// The quantile of a probability, with the interval between order statistics.
  case quantile(Double)
  /// The probability of a value above this one, with the score interval.
  case probability(above: Double)

  /// The figure of a sample with its interval.
  package func estimate(of sample: Sample, confidence: Double = 0.95) -> Estimate {
    switch self {
    case .mean: sample.meanEstimate(confidence: confidence)
    case .quantile(let probability): OrderStatisticInterval.estimate(probability, of: sample, confidence: confidence)
    case .probability(let bar):
      Proportion(sample.values.count { $0 > bar }, of: sample.count).estimate(confidence: confidence)
    }
  }

  /// In words: `the mean`, `the 95 % quantile`, `the probability of more than 0`.
  package var description: String {
    switch self {
    case .mean: "the mean"
    case .quantile(let probability): "the \((probability * 100).shortText) % quantile"
    case .probability(let bar): "the probability of more than \(bar.shortText)"
    }
  }
}

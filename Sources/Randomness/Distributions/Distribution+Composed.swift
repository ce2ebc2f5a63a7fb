/// Tables, and distributions made of others.
extension Distribution {
  /// One of the values, each as likely as its share of the weights.
  public static func discrete(
    _ weighted: [(value: Double, weight: Double)], file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validDiscrete(weighted), file, line)
  }

  /// Measured quantiles at rising probabilities from 0 to 1, with straight lines between them.
  public static func empirical(
    quantiles: [(probability: Double, value: Double)], file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validEmpirical(quantiles), file, line)
  }

  /// A distribution given that it falls in a range, both ends included, of which it must leave at least 1 %.
  ///
  /// An end may be infinite: `0 ... .infinity`.
  public static func truncated(
    _ distribution: Distribution, to range: ClosedRange<Double>, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validTruncated(distribution, range.lowerBound, range.upperBound), file, line)
  }

  /// One of the distributions, each as likely as its share of the weights: `.mixture([(0.3, 0), (0.7, .between(5, 50))])`.
  public static func mixture(
    _ weighted: [(weight: Double, distribution: Distribution)], file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validMixture(weighted), file, line)
  }
}

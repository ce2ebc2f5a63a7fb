/// Continuous families.
extension Distribution {
  /// That number for certain; a plain number says the same.
  public static func constant(_ value: Double, file: StaticString = #fileID, line: UInt = #line) -> Distribution {
    accepted(try .validConstant(value), file, line)
  }

  /// Every value between low and high is as likely.
  public static func uniform(
    _ low: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validUniform(low, high), file, line)
  }

  /// A value whose logarithm is uniform: every ratio is as likely, which suits an unknown order of magnitude.
  public static func loguniform(
    _ low: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validLogUniform(low, high), file, line)
  }

  /// Gaussian, with mean and standard deviation.
  public static func normal(
    mean: Double, deviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validNormal(mean: mean, deviation: deviation), file, line)
  }

  /// A value whose logarithm is normal with that mean and standard deviation.
  public static func lognormal(
    logMean: Double, logDeviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validLognormal(logMean: logMean, logDeviation: logDeviation), file, line)
  }

  /// A value whose logarithm is normal, with the mean and standard deviation of the value itself.
  public static func lognormal(
    mean: Double, deviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validLognormal(mean: mean, deviation: deviation), file, line)
  }

  /// The 90 % interval of an estimate: lognormal, 5 % below low and 5 % above high.
  ///
  /// In text `5 to 50`.
  public static func between(
    _ low: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validInterval(low, high), file, line)
  }

  /// A density that rises straight to the mode and falls straight from it.
  public static func triangular(
    _ low: Double, _ mode: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validTriangular(low, mode, high), file, line)
  }

  /// A beta distribution from low to high with mean (low + 4 mode + high) / 6.
  ///
  /// Malcolm, Roseboom, Clark, Fazar 1959; Vose, Risk Analysis, 3rd ed.
  public static func pert(
    _ low: Double, _ mode: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validPert(low, mode, high), file, line)
  }

  /// The time between events that come at random, with that mean.
  public static func exponential(
    mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validExponential(mean: mean), file, line)
  }

  /// The sum of exponential stages that together have that mean; its variance is mean² / stages.
  public static func erlang(
    stages: Int, mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validErlang(stages: Double(stages), mean: mean), file, line)
  }

  /// Mean shape × scale, variance shape × scale².
  public static func gamma(
    shape: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validGamma(shape: shape, scale: scale), file, line)
  }

  /// A gamma distribution with that mean and coefficient of variation, which is deviation / mean.
  public static func gamma(
    mean: Double, variation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validGamma(mean: mean, variation: variation), file, line)
  }

  /// The sum of that many squared standard normal numbers; the degrees of freedom need not be whole.
  public static func chiSquared(
    freedom: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validChiSquared(freedom: freedom), file, line)
  }

  /// P(X ≤ x) = 1 − exp(−(x / scale)^shape): lifetimes, whose hazard falls below shape 1 and rises above it.
  public static func weibull(
    scale: Double, shape: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validWeibull(scale: scale, shape: shape), file, line)
  }

  /// P(X > x) = (scale / x)^shape from x = scale on.
  ///
  /// The mean is finite above shape 1, the variance above 2.
  public static func pareto(
    scale: Double, shape: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validPareto(scale: scale, shape: shape), file, line)
  }

  /// A share between 0 and 1, or a value between other bounds, with mean alpha / (alpha + beta) of the way.
  public static func beta(
    _ alpha: Double, _ beta: Double, low: Double = 0, high: Double = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) -> Distribution {
    accepted(try .validBeta(alpha, beta, low: low, high: high), file, line)
  }

  /// Student's t, moved by a location and stretched by a scale.
  ///
  /// The variance is finite above 2 degrees of freedom, of which there must be at least 0.2.
  public static func studentT(
    freedom: Double, location: Double = 0, scale: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validStudentT(freedom: freedom, location: location, scale: scale), file, line)
  }

  /// Tails so heavy that it has no mean; half of it lies within a scale of the location.
  public static func cauchy(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validStandard("cauchy", .cauchy, location: location, scale: scale), file, line)
  }

  /// The difference of two exponential numbers, each with mean `scale`, around a location.
  public static func laplace(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validStandard("laplace", .laplace, location: location, scale: scale), file, line)
  }

  /// P(X ≤ x) = 1 / (1 + exp(−(x − location) / scale)).
  public static func logistic(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validStandard("logistic", .logistic, location: location, scale: scale), file, line)
  }

  /// The greatest of many: P(X ≤ x) = exp(−exp(−(x − location) / scale)).
  ///
  /// Type I extreme value.
  public static func gumbel(
    location: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validStandard("gumbel", .gumbel, location: location, scale: scale), file, line)
  }
}

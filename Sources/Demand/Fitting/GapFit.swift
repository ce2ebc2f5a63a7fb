import CGSL
import Glibc
public import Randomness

/// Exponential, gamma and Weibull distributions fitted to the gaps between arrivals by maximum likelihood.
///
/// ```swift
/// let gaps = try FittedLoad(to: RequestTrace(contentsOf: "azure-llm-2023-conv.csv.gz")).recordedGaps
/// // gaps?.best is .gamma(shape: 0.87097), gaps?.gamma.distance 0.0169
/// ```
public struct GapFit: Sendable, Hashable {
  /// A fitted family.
  public struct Candidate: Sendable, Hashable {
    /// 1 for exponential gaps, without an error.
    public let shape: ParameterEstimate
    /// The natural logarithm of the likelihood.
    public let logLikelihood: Double
    /// The Kolmogorov-Smirnov distance between the gaps and the family.
    public let distance: Double
  }

  /// The number of gaps.
  public let count: Int
  /// Their mean, in seconds, or in expected arrivals where the rate is taken out.
  public let mean: Double
  /// Standard deviation over mean.
  public let variation: Double
  /// The fit of an exponential distribution.
  public let exponential: Candidate
  /// The fit of a gamma distribution.
  public let gamma: Candidate
  /// The fit of a Weibull distribution.
  public let weibull: Candidate

  /// Gamma or Weibull gaps, whichever has the greater likelihood; the shape to five digits.
  public var best: ArrivalGaps {
    gamma.logLikelihood >= weibull.logLikelihood
      ? .gamma(shape: Self.meant(gamma.shape.value, Self.gammaShapes))
      : .weibull(shape: Self.meant(weibull.shape.value, Self.weibullShapes))
  }

  /// The family that `best` is of, with its errors.
  var bestCandidate: Candidate { gamma.logLikelihood >= weibull.logLikelihood ? gamma : weibull }

  /// The shapes that are searched.
  private static let gammaShapes = 0.001...1000.0
  private static let weibullShapes = 0.1...1000.0

  /// The shape to five digits, within the range.
  private static func meant(_ shape: Double, _ shapes: ClosedRange<Double>) -> Double {
    min(max(shape.rounded(toDigits: 5), shapes.lowerBound), shapes.upperBound)
  }

  /// Fits the gaps, of which there are at least two, all above 0.
  init(_ gaps: [Double]) {
    precondition(gaps.count > 1 && gaps.allSatisfy { $0 > 0 }, "gaps are above 0, and there are at least two")
    ScientificLibrary.prepare()
    let size = Double(gaps.count)
    let mean = gaps.reduce(0, +) / size
    let logMean = gaps.reduce(0) { $0 + log($1) } / size
    let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / size
    count = gaps.count
    self.mean = mean
    variation = variance.squareRoot() / mean
    let sorted = gaps.sorted()
    exponential = Candidate(
      shape: ParameterEstimate(1, standardError: 0), logLikelihood: -size * (1 + log(mean)),
      distance: Self.distance(sorted, from: .exponential(mean: mean)))
    gamma = Self.gamma(sorted, mean, logMean)
    weibull = Self.weibull(sorted, logMean)
  }

  /// The gamma family: the maximum-likelihood shape solves ln a − ψ(a) = ln mean − mean ln.
  private static func gamma(_ sorted: [Double], _ mean: Double, _ logMean: Double) -> Candidate {
    let shape = gammaShape(log(mean) - logMean)
    let size = Double(sorted.count)
    return Candidate(
      shape: ParameterEstimate(
        shape, standardError: (shape / (size * (shape * gsl_sf_psi_1(shape) - 1))).squareRoot()),
      logLikelihood: gammaLogLikelihood(count: size, mean: mean, logMean: logMean, shape: shape),
      distance: distance(sorted, from: .gamma(shape: shape, scale: mean / shape)))
  }

  /// The maximum-likelihood shape of gamma gaps, from the logarithm of their mean minus the mean of their logarithms.
  static func gammaShape(_ spread: Double) -> Double {
    let inverse = MonotoneInverse(cumulative: { gsl_sf_psi(exp($0)) - $0 })
    return exp(inverse.chandrupatla(-spread, log(gammaShapes.lowerBound), log(gammaShapes.upperBound)))
  }

  /// The logarithm of the likelihood of gamma gaps with that shape, at the scale that gives them their mean.
  static func gammaLogLikelihood(count: Double, mean: Double, logMean: Double, shape: Double) -> Double {
    count * ((shape - 1) * logMean - shape - shape * log(mean / shape) - gsl_sf_lngamma(shape))
  }

  /// The Weibull family: the maximum-likelihood shape solves Σ x^k ln x / Σ x^k = 1/k + mean ln.
  private static func weibull(_ sorted: [Double], _ logMean: Double) -> Candidate {
    // Gaps as a share of the longest, so that no power overflows.
    let longest = sorted[sorted.count - 1]
    let logarithms = sorted.map { log($0 / longest) }
    let logMeanOfShares = logMean - log(longest)
    let inverse = MonotoneInverse(cumulative: { logShape in
      let shape = exp(logShape)
      var (sum, weighted) = (0.0, 0.0)
      for logarithm in logarithms {
        let power = exp(shape * logarithm)
        sum += power
        weighted += power * logarithm
      }
      return weighted / sum - 1 / shape - logMeanOfShares
    })
    let shape = exp(inverse.chandrupatla(0, log(weibullShapes.lowerBound), log(weibullShapes.upperBound)))
    let size = Double(sorted.count)
    let power = logarithms.reduce(0) { $0 + exp(shape * $1) } / size
    let scale = longest * pow(power, 1 / shape)
    return Candidate(
      // The scale being fitted too, the error is the shape's times √(6/π²n).
      shape: ParameterEstimate(shape, standardError: shape * (6 / (.pi * .pi * size)).squareRoot()),
      logLikelihood: size * (log(shape / scale) + (shape - 1) * (logMean - log(scale)) - 1),
      distance: distance(sorted, from: .weibull(scale: scale, shape: shape)))
  }

  private static func distance(_ sorted: [Double], from distribution: Distribution) -> Double {
    let size = Double(sorted.count)
    var greatest = 0.0
    for (rank, gap) in sorted.enumerated() {
      let probability = distribution.cumulative(at: gap)
      greatest = max(greatest, probability - Double(rank) / size, Double(rank + 1) / size - probability)
    }
    return greatest
  }
}

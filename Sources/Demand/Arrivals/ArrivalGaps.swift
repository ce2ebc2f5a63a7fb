import CGSL
import Glibc
public import Randomness

/// How bursty arrivals are at any rate: the distribution of the gaps between them, scaled to a mean of 1.
///
/// ```swift
/// let gaps = ArrivalGaps.weibull(shape: 0.7)
/// // gaps.variation is 1.46: the standard deviation of the gaps over their mean
/// ```
/// Exponential gaps are those of independent arrivals (Poisson). Gamma and Weibull gaps of a shape
/// below 1 come in bursts, above 1 they are steadier; at shape 1 both are exponential.
public struct ArrivalGaps: Sendable, Hashable, CustomStringConvertible {
  enum Family: Hashable {
    case exponential
    case gamma(shape: Double)
    case weibull(shape: Double)
  }

  let family: Family
  /// The gaps, with mean 1.
  public let distribution: Distribution

  /// The gaps of Poisson arrivals.
  public static let exponential = ArrivalGaps(.exponential)

  /// Gamma gaps of that shape, which is one over the squared coefficient of variation.
  public static func gamma(shape: Double, file: StaticString = #fileID, line: UInt = #line) -> ArrivalGaps {
    checked(.gamma(shape: shape), "gamma(shape: \(shape.shortest))", file, line)
  }

  /// Gamma gaps of that coefficient of variation: 1 is Poisson, above 1 is bursty.
  public static func gamma(variation: Double, file: StaticString = #fileID, line: UInt = #line) -> ArrivalGaps {
    checked(
      .gamma(shape: variation > 0 ? 1 / (variation * variation) : .nan), "gamma(variation: \(variation.shortest))",
      file, line)
  }

  /// Weibull gaps of that shape.
  public static func weibull(shape: Double, file: StaticString = #fileID, line: UInt = #line) -> ArrivalGaps {
    checked(.weibull(shape: shape), "weibull(shape: \(shape.shortest))", file, line)
  }

  /// Weibull gaps of that coefficient of variation: 1 is Poisson, above 1 is bursty.
  public static func weibull(variation: Double, file: StaticString = #fileID, line: UInt = #line) -> ArrivalGaps {
    checked(
      .weibull(shape: weibullShape(variation: variation)), "weibull(variation: \(variation.shortest))", file, line)
  }

  /// The accepted shapes: a coefficient of variation up to 32 for gamma gaps and 430 for Weibull gaps.
  private static let gammaShapes = 0.001...1000.0
  private static let weibullShapes = 0.1...1000.0

  private static func checked(
    _ family: Family, _ text: String, _ file: StaticString, _ line: UInt
  ) -> ArrivalGaps {
    let (shape, shapes) =
      switch family {
      case .exponential: (1.0, gammaShapes)
      case .gamma(let shape): (shape, gammaShapes)
      case .weibull(let shape): (shape, weibullShapes)
      }
    if shapes.contains(shape) { return ArrivalGaps(family) }
    let nearest = shape > shapes.upperBound ? shapes.upperBound : shapes.lowerBound
    ValidationErrors.report(
      InvalidValue(
        "gaps: \(text)",
        "the shape of gaps lies from \(shapes.lowerBound.shortest) to \(shapes.upperBound.shortest)"
          + (shape.isNaN ? ", and their variation above 0" : ""),
        remedy: shape.isNaN ? nil : "the nearest is shape \(nearest.shortest)", location: "\(file):\(line)"))
    return .exponential
  }

  private init(_ family: Family) {
    self.family = family
    switch family {
    case .exponential: distribution = .exponential(mean: 1)
    case .gamma(let shape): distribution = .gamma(shape: shape, scale: 1 / shape)
    case .weibull(let shape):
      ScientificLibrary.prepare()
      distribution = .weibull(scale: 1 / gsl_sf_gamma(1 + 1 / shape), shape: shape)
    }
  }

  /// Standard deviation over mean.
  public var variation: Double {
    switch family {
    case .exponential: 1
    case .gamma(let shape): 1 / shape.squareRoot()
    case .weibull(let shape): Self.weibullVariation(shape: shape)
    }
  }

  /// The residual time: from a random moment to the next arrival.
  ///
  /// A random moment falls into a gap with a probability proportional to its length, and at a uniform place in it. Such a
  /// length-biased gap is gamma with a shape one higher, or a power of one. Cox, Renewal Theory, 1962, 5.4.
  func residual(from stream: RandomStream) -> Double {
    switch family {
    case .exponential:
      return stream.exponential(mean: 1)
    case .gamma(let shape):
      return stream.uniform() * Distribution.gamma(shape: shape + 1, scale: 1 / shape).draw(from: stream)
    case .weibull(let shape):
      let power = Distribution.gamma(shape: 1 + 1 / shape, scale: 1).draw(from: stream)
      return stream.uniform() * pow(power, 1 / shape) / gsl_sf_gamma(1 + 1 / shape)
    }
  }

  /// As it is written: `gamma(shape: 0.87)`.
  public var description: String {
    switch family {
    case .exponential: "exponential"
    case .gamma(let shape): "gamma(shape: \(shape.shortest))"
    case .weibull(let shape): "weibull(shape: \(shape.shortest))"
    }
  }

  private static func weibullVariation(shape: Double) -> Double {
    ScientificLibrary.prepare()
    return expm1(gsl_sf_lngamma(1 + 2 / shape) - 2 * gsl_sf_lngamma(1 + 1 / shape)).squareRoot()
  }

  /// The variation falls with the shape; for a variation out of range the result lies just outside the accepted shapes.
  private static func weibullShape(variation: Double) -> Double {
    guard variation > 0, variation < .infinity else { return .nan }
    let inverse = MonotoneInverse(cumulative: { -weibullVariation(shape: exp($0)) })
    return exp(
      inverse.chandrupatla(-variation, log(weibullShapes.lowerBound / 2), log(weibullShapes.upperBound * 2)))
  }
}

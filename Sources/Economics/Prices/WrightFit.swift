import Glibc
public import Randomness

/// A learning rate found in costs and cumulative volumes: least squares of the logarithms.
public struct WrightFit: Sendable, Hashable {
  /// Of the logarithm of the cost over that of the volume: −b.
  public let slope: Double
  /// The logarithm of the cost at a volume of 1.
  public let intercept: Double
  /// The standard error of the slope; 0 for two points.
  public let standardError: Double
  /// The share of the variance of the logarithms that the line explains.
  public let determination: Double

  /// The law with the slope found: a learning rate of 1 − 2^slope.
  public var law: WrightLaw { WrightLaw(learningRate: -expm1(slope * log(2))) }

  /// - Throws: `InvalidValue` for fewer than two different volumes, and for a volume or a cost that is not above 0.
  public init(volumes: [Double], costs: [Double]) throws(InvalidValue) {
    guard volumes.count == costs.count else {
      throw InvalidValue("fit of a learning curve", "there are \(volumes.count) volumes and \(costs.count) costs")
    }
    for (row, pair) in zip(volumes, costs).enumerated()
    where !(pair.0 > 0 && pair.0.isFinite && pair.1 > 0 && pair.1.isFinite) {
      throw InvalidValue(
        "fit of a learning curve, point \(row + 1)", "a volume of \(pair.0) at a cost of \(pair.1): both are above 0")
    }
    let (x, y) = (volumes.map { log($0) }, costs.map { log($0) })
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let (dx, dy) = (x.map { $0 - meanX }, y.map { $0 - meanY })
    let xx = dx.reduce(0) { $0 + $1 * $1 }
    let yy = dy.reduce(0) { $0 + $1 * $1 }
    let xy = zip(dx, dy).reduce(0) { $0 + $1.0 * $1.1 }
    guard x.count >= 2, xx > 0 else {
      throw InvalidValue("fit of a learning curve", "it needs at least two different volumes")
    }
    slope = xy / xx
    intercept = meanY - slope * meanX
    let residual = zip(dx, dy).reduce(0) { sum, pair in
      let rest = pair.1 - xy / xx * pair.0
      return sum + rest * rest
    }
    standardError = x.count > 2 ? (residual / (count - 2) / xx).squareRoot() : 0
    determination = yy > 0 ? 1 - residual / yy : 1
  }
}

public import Demand
import Glibc
public import Randomness

/// The service time of a request, in seconds, on a replica that serves one request at a time.
public struct ServiceTime: Sendable, Hashable {
  /// Seconds.
  public let mean: Double
  /// Standard deviation over mean.
  public let variation: Double
  /// The quantiles at (i + ½)/n, in seconds, ascending.
  let quantiles: [Double]

  /// Service times of a known distribution, in seconds.
  public init(_ distribution: Distribution, file: StaticString = #fileID, line: UInt = #line) {
    let quantiles = (0..<Self.resolution).map { distribution.quantile(Self.midpoint($0)) }
    let lowest = quantiles.first ?? 0
    let acceptable = lowest >= 0 && distribution.mean > 0 && distribution.variance.isFinite
    if !acceptable {
      ValidationErrors.report(
        InvalidValue(
          "ServiceTime(\(distribution))", "a service time is at least 0 s, with a positive mean and a finite variance",
          location: "\(file):\(line)"))
    }
    mean = acceptable ? distribution.mean : 1
    variation = acceptable ? distribution.variance.squareRoot() / distribution.mean : 1
    self.quantiles = quantiles
  }

  /// The service times of requests with those lengths on a deployment with that step cost, one request at a time.
  ///
  /// Mean and variation are exact for the two lengths' distributions, with their correlation, cut into 256 slices of equal
  /// probability each.
  public init(_ cost: StepCost, lengths: TokenLengths) { self.init(cost, lengths: lengths, growth: 1) }

  /// The service times of requests that are longer by a factor than the lengths have them.
  init(_ cost: StepCost, lengths: TokenLengths, growth: Double) {
    self = Self.cache.value(for: CacheKey(cost: cost, lengths: lengths, growth: growth)) {
      var times: [Double] = []
      times.reserveCapacity(Self.resolution * Self.resolution)
      for (prompt, answers) in lengths.pairs(Self.resolution) {
        for answer in answers {
          times.append(cost.secondsAlone(inputTokens: growth * prompt, outputTokens: growth * answer))
        }
      }
      times.sort()
      return ServiceTime(sorted: times)
    }
  }

  private init(sorted times: [Double]) {
    let count = Double(times.count)
    let mean = times.reduce(0, +) / count
    self.mean = mean
    variation = (times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot() / mean
    let stride = times.count / Self.resolution
    quantiles = (0..<Self.resolution).map { times[$0 * stride + stride / 2] }
  }

  private init(mean: Double, variation: Double, quantiles: [Double]) {
    (self.mean, self.variation, self.quantiles) = (mean, variation, quantiles)
  }

  /// The service times where everything takes that many times as long.
  func slower(by factor: Double) -> ServiceTime {
    ServiceTime(mean: mean * factor, variation: variation, quantiles: quantiles.map { $0 * factor })
  }

  private static let resolution = 256

  private static func midpoint(_ slice: Int) -> Double { (Double(slice) + 0.5) / Double(resolution) }

  /// The quantile of the service time at a probability `p`, in seconds.
  public func quantile(_ p: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard p >= 0, p <= 1 else {
      ValidationErrors.report(
        InvalidValue("quantile(\(p.shortest))", "a share of requests lies from 0 to 1", location: "\(file):\(line)"))
      return mean
    }
    return quantiles[min(Int(p * Double(quantiles.count)), quantiles.count - 1)]
  }

  /// Service times are computed once, however many replications share them.
  private static let cache = ComputationCache<CacheKey, ServiceTime>(capacity: 64)

  private struct CacheKey: Hashable {
    let cost: StepCost
    let lengths: TokenLengths
    let growth: Double
  }
}

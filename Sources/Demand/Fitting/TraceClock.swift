/// How finely a trace tells arrivals apart.
public struct TraceClock: Sendable, Hashable {
  /// The time between two arrivals that are just told apart, in seconds: the mean of the gaps that are at most half as
  /// long again as the shortest.
  public let resolution: Double
  /// The share of gaps between arrivals that are 0.
  public let tiedShare: Double

  /// Whether too many arrivals share a time for the gaps between them to say anything: one in twenty.
  public var isCoarse: Bool { tiedShare > 0.05 }

  /// - `arrivals`: rising, at least two of them different.
  init(_ arrivals: [Double]) {
    let gaps = zip(arrivals, arrivals.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    let shortest = gaps.reduce(.infinity, min)
    let steps = gaps.filter { $0 <= 1.5 * shortest }
    resolution = (steps.reduce(0, +) / Double(steps.count)).rounded(toDigits: 5)
    tiedShare = Double(arrivals.count - 1 - gaps.count) / Double(arrivals.count - 1)
  }

  /// The gaps between arrivals, in seconds: one of 0 is taken for half the resolution.
  func gaps(of arrivals: [Double]) -> [Double] {
    zip(arrivals, arrivals.dropFirst()).map { $1 > $0 ? $1 - $0 : resolution / 2 }
  }
}

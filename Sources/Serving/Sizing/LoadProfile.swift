/// What a deployment does at the loads that it can carry: latencies, how full its batches are, by requests a second of each
/// replica.
///
/// Between the loads that were simulated it is interpolated on straight lines, and beyond the highest it stays there.
public struct LoadProfile: Sendable, Hashable {
  /// One load.
  public struct Point: Sendable, Hashable, Codable {
    /// Requests a second of each replica.
    public let rate: Double
    /// Sequences at work at a replica, on average over time.
    public let atWork: Double
    /// The share of time in which a replica takes steps.
    public let busy: Double
    /// Seconds: 50, 95 and 99 % of requests stay below.
    public let timeToFirstToken: [Double]
    /// Seconds from one token to the next: 50, 95 and 99 % of requests stay below.
    public let timePerOutputToken: [Double]
    /// Seconds until the last token: 50, 95 and 99 % of requests stay below.
    public let endToEnd: [Double]
    /// Seconds until a replica begins: 50, 95 and 99 % of requests stay below.
    public let wait: [Double]
  }

  /// The percentiles that are kept.
  public static let percentiles = [50.0, 95, 99]

  /// By rising rate, at least one.
  public let points: [Point]

  /// A value at a rate of each replica.
  public func value(at rate: Double, of property: (Point) -> Double) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    // Below the lowest load a replica is empty in proportion; latencies hardly change, and are those of that load.
    if rate <= first.rate { return property(first) }
    if rate >= last.rate { return property(last) }
    let above = points.firstIndex { $0.rate >= rate } ?? points.count - 1
    let (a, b) = (points[above - 1], points[above])
    let weight = (rate - a.rate) / (b.rate - a.rate)
    return property(a) + weight * (property(b) - property(a))
  }

  /// The same where everything takes that many times as long.
  func slower(by factor: Double) -> LoadProfile {
    LoadProfile(
      points: points.map { point in
        func longer(_ seconds: [Double]) -> [Double] { seconds.map { $0 * factor } }
        return Point(
          rate: point.rate / factor, atWork: point.atWork, busy: point.busy,
          timeToFirstToken: longer(point.timeToFirstToken), timePerOutputToken: longer(point.timePerOutputToken),
          endToEnd: longer(point.endToEnd), wait: longer(point.wait))
      })
  }

  /// Sequences at work at a replica at a rate; in proportion below the lowest that was simulated.
  public func atWork(at rate: Double) -> Double {
    guard let first = points.first, rate < first.rate, first.rate > 0 else { return value(at: rate) { $0.atWork } }
    return first.atWork * rate / first.rate
  }
}

import Randomness

/// The replicas of a fleet that have failed and are not back, hour by hour.
struct FailedReplicas {
  private let reliability: Reliability
  private let gpusPerReplica: Int
  private let stream: RandomStream
  /// How much more of exposure, in expected failures, the fleet goes through before the next.
  private var untilNext: Double
  /// The hours at which those that have failed are back, in their order.
  private var returns: [Int] = []
  private var hour = 0
  private let repair: Int

  init(_ reliability: Reliability, gpusPerReplica: Int, named name: String, streams: Streams) {
    self.reliability = reliability
    self.gpusPerReplica = gpusPerReplica
    stream = streams.stream("\(name)/failures")
    untilNext = stream.exponential(mean: 1)
    repair = max(Int(reliability.repair.rounded()), 1)
  }

  /// Lets an hour pass in which so many replicas are in use, and returns how many of them are missing: failed, beyond what
  /// the spares replace.
  mutating func missing(of replicas: Int) -> Int {
    hour += 1
    let back = returns.prefix { $0 <= hour }.count
    if back > 0 { returns.removeFirst(back) }
    untilNext -= Double(replicas * gpusPerReplica) / reliability.hoursBetweenFailures
    while untilNext < 0 {
      // Every repair takes as long, so that they end in the order in which they began.
      returns.append(hour + repair)
      untilNext += stream.exponential(mean: 1)
    }
    let standby = (reliability.spares * Double(replicas)).rounded(.up)
    return max(returns.count - Int(standby), 0)
  }
}

import EventSimulation
package import Serving

/// What queueing formulas say of a load that batching replicas serve: how many servers that serve one at a time.
package struct StaffingFormulas: Sendable {
  /// Mean seconds that a request takes alone.
  package let meanService: Double
  /// Replicas that are busy on average, one request at a time.
  package let offeredLoad: Double
  /// The fewest servers of M/M/c, one request at a time, with which the share waits no longer than is left beside its service.
  package let oneAtATime: Int
  /// The square root rule for the same, where the share does not wait at all.
  package let squareRoot: Int
  /// The fewest servers of M/M/c where a replica is one server that is as fast as with its batch full.
  package let fastServers: Int

  /// - `rate`: requests a second.
  package init(_ sample: RequestSample, rate: Double, level: ServiceLevel) {
    let service = sample.serviceAlone.mean
    meanService = service
    offeredLoad = rate * service
    // A limit on tokens or on the end is one on the wait where it leaves room for one.
    let room =
      switch level.latency {
      case .wait: level.limit
      case .timeToFirstToken, .endToEnd: max(level.limit - sample.floor(level), 0)
      case .timePerOutputToken: 0.0
      }
    oneAtATime = Self.servers(rate: rate, service: service, missed: 1 - level.share, wait: room)
    squareRoot = SquareRootStaffing(probabilityOfWait: 1 - level.share).servers(offeredLoad: rate * service)
    fastServers = Self.servers(
      rate: rate, service: 1 / sample.greatestRate, missed: 1 - level.share, wait: room)
  }

  private static func servers(rate: Double, service: Double, missed: Double, wait: Double) -> Int {
    var servers = max(Int((rate * service).rounded(.down)), 0) + 1
    while MMcQueue(arrivalRate: rate, serviceRate: 1 / service, servers: servers).probability(waitLongerThan: wait)
      > missed
    {
      servers += 1
    }
    return servers
  }
}

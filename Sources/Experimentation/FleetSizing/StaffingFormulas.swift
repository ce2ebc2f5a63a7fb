import EventSimulation
import Glibc
package import Serving

/// Staffing by queueing formulas for a load: the number of servers that serve one request at a time.
package struct StaffingFormulas: Sendable {
  /// Mean seconds that a request takes alone.
  package let meanService: Double
  /// Replicas that are busy on average, one request at a time.
  package let offeredLoad: Double
  /// The fewest servers of M/M/c, one request at a time, with which the share waits no longer than is left beside its
  /// service.
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

/// Spare replicas, so that enough are available although some have failed.
package struct SpareReplicas: Sendable {
  /// The share of time in which a replica is there.
  package let availabilityOfOne: Double
  /// Replicas in all.
  package let replicas: Int
  /// The probability that enough of them are there.
  package let availability: Double

  /// - `needed`: replicas that have to be there.
  /// - `repairHours`: until a failed one is there again, on average.
  /// - `availability`: the probability that enough are there, at least.
  package init(needed: Int, of deployment: Deployment, repairHours: Double, availability: Double) {
    let hours = (deployment.gpu?.hoursBetweenFailures ?? Self.metaHours) / Double(deployment.gpus)
    let one = hours / (hours + repairHours)
    availabilityOfOne = one
    var replicas = needed
    while Self.probability(atLeast: needed, of: replicas, each: one) < availability { replicas += 1 }
    self.replicas = replicas
    self.availability = Self.probability(atLeast: needed, of: replicas, each: one)
  }

  /// GPU-hours between failures of Meta's H100s (Llama 3, 2024).
  private static let metaHours = 50_677.0

  /// The upper tail of the binomial distribution, from the least likely term on.
  static func probability(atLeast needed: Int, of replicas: Int, each share: Double) -> Double {
    var failed = 0.0
    for missing in (0...(replicas - needed)).reversed() {
      let (n, k) = (Double(replicas), Double(missing))
      let ways: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      let chances: Double = k > 0 ? k * log1p(-share) : 0
      failed += exp(ways + (n - k) * log(share) + chances)
    }
    return min(failed, 1)
  }
}

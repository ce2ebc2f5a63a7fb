public import Demand
import EventSimulation
import Randomness

extension CapacityCurve {
  /// The capacity curve of replicas that serve one request at a time, from the M/G/c queue.
  ///
  /// Waits come from `MGcQueue`, a two-moment approximation; an end-to-end latency adds an independent service time. It is
  /// solved for every size up to 64 and in steps of a seventh up to 20 000. A service level below the service time itself is
  /// rejected.
  public static func oneAtATime(
    _ service: ServiceTime, within level: ServiceLevel, file: StaticString = #fileID, line: UInt = #line
  ) -> CapacityCurve {
    oneAtATime(service, within: level, basis: nil, file: file, line: line)
  }

  /// The capacity curve of a deployment that serves one request at a time, whatever its own batching.
  public static func oneAtATime(
    _ deployment: Deployment, lengths: TokenLengths, within level: ServiceLevel, file: StaticString = #fileID,
    line: UInt = #line
  ) -> CapacityCurve {
    oneAtATime(
      ServiceTime(deployment.cost, lengths: lengths), within: level,
      basis: CapacityBasis(
        deployment: deployment.batching(.oneAtATime), mix: RequestMix(lengths: lengths, gaps: .exponential),
        levels: [level]), file: file, line: line)
  }

  private static func oneAtATime(
    _ service: ServiceTime, within level: ServiceLevel, basis: CapacityBasis?, file: StaticString, line: UInt
  ) -> CapacityCurve {
    guard level.latency == .wait || level.latency == .endToEnd else {
      ValidationErrors.report(
        InvalidValue(
          "\(level)", "the queueing formula has waits and end-to-end times, but no times of tokens",
          remedy: "simulate it: CapacityCurve.batching(deployment.batching(.oneAtATime), …)",
          location: "\(file):\(line)"))
      return CapacityCurve(secondsPerRequest: service.mean, method: "M/G/c queue", points: [])
    }
    let floor = level.latency == .endToEnd ? service.quantile(level.share) : 0
    let isReachable = floor < level.limit || (floor == 0 && level.limit == 0)
    if !isReachable {
      ValidationErrors.report(
        InvalidValue(
          "\(level)",
          "no fleet can meet it: served at once, \(Int((level.share * 100).rounded())) % take up to \(floor) s",
          remedy: "allow more than that, or serve it faster", location: "\(file):\(line)"))
    }
    return CapacityCurve(
      secondsPerRequest: service.mean, method: "M/G/c queue, one request at a time",
      points: isReachable
        ? cache.value(for: CacheKey(service: service, level: level)) { solve(service, level) } : [],
      basis: basis)
  }

  private static func solve(_ service: ServiceTime, _ level: ServiceLevel) -> [Point] {
    var sizes = Array(1...64)
    while let last = sizes.last, last < 20_000 { sizes.append(last + last / 7) }
    var points: [Point] = []
    for size in sizes {
      // The share missed rises with the load. The margin falls with the size, so the last margin gives a lower bound.
      let missed = MonotoneInverse { shareMissed(servers: size, load: $0, service, level) }
      var least = 0.0
      if let before = points.last {
        least = max(0, Double(size) - 1.05 * before.margin * Double(size).squareRoot())
        if shareMissed(servers: size, load: least, service, level) > 1 - level.share { least = 0 }
      }
      let load = missed.chandrupatla(1 - level.share, least, Double(size).nextDown)
      points.append(Point(replicas: Double(size), load: load))
    }
    return points
  }

  /// The share of requests beyond the limit of the level.
  private static func shareMissed(
    servers: Int, load: Double, _ service: ServiceTime, _ level: ServiceLevel
  ) -> Double {
    let queue = MGcQueue(
      arrivalRate: load / service.mean, meanService: service.mean,
      serviceVariation: service.variation * service.variation, servers: servers)
    switch level.latency {
    case .wait: return queue.probability(waitLongerThan: level.limit)
    case .endToEnd, .timeToFirstToken, .timePerOutputToken:
      let beyond = service.quantiles.reduce(0) { $0 + queue.probability(waitLongerThan: level.limit - $1) }
      return beyond / Double(service.quantiles.count)
    }
  }

  /// The quantile of the wait at the share of a level, by the formula; `nil` for other latencies.
  static func waitOneAtATime(
    _ basis: CapacityBasis, rate: Double, replicas: Int, _ level: ServiceLevel
  ) -> Double? {
    guard level.latency == .wait else { return nil }
    let service = ServiceTime(basis.deployment.cost, lengths: basis.mix.lengths)
    guard rate * service.mean < Double(replicas) else { return .infinity }
    let queue = MGcQueue(
      arrivalRate: rate, meanService: service.mean, serviceVariation: service.variation * service.variation,
      servers: replicas)
    guard queue.probability(waitLongerThan: 0) > 1 - level.share else { return 0 }
    return MonotoneInverse { -queue.probability(waitLongerThan: $0) }
      .chandrupatla(level.share - 1, 0, 1000 * service.mean)
  }

  /// How many curves this program has computed; each is computed once, however many replications share it.
  package static var computed: Int { cache.computedCount + CapacityCache.computedCount }

  private static let cache = ComputationCache<CacheKey, [Point]>(capacity: 1024)

  private struct CacheKey: Hashable {
    let service: ServiceTime
    let level: ServiceLevel
  }
}

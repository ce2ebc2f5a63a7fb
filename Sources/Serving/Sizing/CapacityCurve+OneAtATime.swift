public import Demand
import EventSimulation
import Glibc
import Randomness
import Synchronization

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
    if deployment.speculation != nil {
      ValidationErrors.report(
        InvalidValue(
          "oneAtATime(\(deployment.name))", "the queueing formula has no drafts of speculative decoding",
          remedy: "simulate it: CapacityCurve.batching(deployment.batching(.continuous(sequences: 1)), …)",
          location: "\(file):\(line)"))
    }
    return oneAtATime(
      ServiceTime(deployment.cost, lengths: lengths), within: level,
      basis: CapacityBasis(
        deployment: deployment.batching(.oneAtATime), mix: RequestMix(lengths: lengths, gaps: .exponential),
        levels: [level], routing: .sharedQueue), file: file, line: line)
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
    let family = OneAtATimeCurves.of(service, level, basis)
    return family.curve(slowness: 1, growth: 1).of(family)
  }

  /// The highest load of each fleet size.
  fileprivate static func solve(_ service: ServiceTime, _ level: ServiceLevel) -> [Point] {
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
    let service = ServiceTime(basis.deployment.cost, lengths: basis.mix.lengths, growth: basis.mix.growth)
    guard rate * service.mean < Double(replicas) else { return .infinity }
    let queue = MGcQueue(
      arrivalRate: rate, meanService: service.mean, serviceVariation: service.variation * service.variation,
      servers: replicas)
    guard queue.probability(waitLongerThan: 0) > 1 - level.share else { return 0 }
    return MonotoneInverse { -queue.probability(waitLongerThan: $0) }
      .chandrupatla(level.share - 1, 0, 1000 * service.mean)
  }

  /// How many families of curves this program has; each is made once, however many replications share it.
  package static var computed: Int { OneAtATimeCurves.computedCount + CapacitySurface.computedCount }
}

/// The curves of replicas that serve one request at a time, with slower service or longer requests.
///
/// The formula is solved at slownesses 8 % apart, or 2 % for an end-to-end time, and, for the lengths of a deployment, at quarters of an octave; between them
/// the highest load of each fleet size is interpolated. Next to the slowness at which no fleet holds the level it is solved
/// at the slowness itself.
private final class OneAtATimeCurves: CurveFamily {
  private let service: ServiceTime
  private let level: ServiceLevel
  private let basis: CapacityBasis?
  private let solved = Mutex<[Node: [CapacityCurve.Point]]>([:])

  private struct Node: Hashable {
    let slowness: Double
    let growth: Int
  }

  private struct Key: Hashable {
    let service: ServiceTime
    let level: ServiceLevel
    let basis: CapacityBasis?
  }

  private init(_ key: Key) {
    (service, level, basis) = (key.service, key.level, key.basis)
  }

  private static let families = ComputationCache<Key, OneAtATimeCurves>(capacity: 1024)
  /// The logarithm of the ratio of neighbouring slownesses.
  private var step: Double { level.latency == .endToEnd ? 0.02 : 0.08 }

  static func of(_ service: ServiceTime, _ level: ServiceLevel, _ basis: CapacityBasis?) -> OneAtATimeCurves {
    let key = Key(service: service, level: level, basis: basis)
    return families.value(for: key) { OneAtATimeCurves(key) }
  }

  static var computedCount: Int { families.computedCount }

  func curve(slowness: Double, growth: Double) -> CapacityCurve {
    guard basis != nil else { return curve(slowness * growth, node: 0) }
    let place = 4 * log2(growth)
    let low = Int(place.rounded(.down))
    let weight = place - Double(low)
    let first = curve(slowness, node: low)
    guard weight > 1e-9 else { return first.of(basis: basis?.slower(by: slowness).longer(by: growth)) }
    let second = curve(slowness, node: low + 1)
    return CapacityCurve(
      secondsPerRequest: exp((1 - weight) * log(first.secondsPerRequest) + weight * log(second.secondsPerRequest)),
      method: Self.method,
      points: second.isUnreachable ? [] : Self.between(first.points, second.points, at: weight),
      basis: basis?.slower(by: slowness).longer(by: growth))
  }

  private static let method = "M/G/c queue, one request at a time"

  /// The curve at a slowness, with lengths at a node.
  private func curve(_ slowness: Double, node: Int) -> CapacityCurve {
    let service = service(atNode: node)
    return CapacityCurve(
      secondsPerRequest: slowness * service.mean, method: Self.method, points: points(slowness, node, service))
  }

  private func service(atNode node: Int) -> ServiceTime {
    guard node != 0, let basis else { return service }
    return ServiceTime(basis.deployment.cost, lengths: basis.mix.lengths, growth: exp2(Double(node) / 4))
  }

  private func points(_ slowness: Double, _ node: Int, _ service: ServiceTime) -> [CapacityCurve.Point] {
    func floor(_ slowness: Double) -> Double {
      level.latency == .endToEnd ? slowness * service.quantile(level.share) : 0
    }
    guard slowness != 1, level.limit > 0 else { return solve(level.limit > 0 ? slowness : 1, node, service) }
    guard floor(slowness) < level.limit else { return [] }
    let place = log(slowness) / step
    let low = place.rounded(.down)
    let (below, above) = (exp(low * step), exp((low + 1) * step))
    guard floor(above) < 0.8 * level.limit else { return solve(slowness, node, service) }
    return Self.between(solve(below, node, service), solve(above, node, service), at: place - low)
  }

  private func solve(_ slowness: Double, _ node: Int, _ service: ServiceTime) -> [CapacityCurve.Point] {
    let key = Node(slowness: slowness, growth: node)
    if let known = solved.withLock({ $0[key] }) { return known }
    let points = CapacityCurve.solve(service.slower(by: slowness), level)
    solved.withLock { solved in
      if solved.count >= 4096 { solved.removeAll() }
      solved[key] = points
    }
    return points
  }

  private static func between(
    _ first: [CapacityCurve.Point], _ second: [CapacityCurve.Point], at weight: Double
  ) -> [CapacityCurve.Point] {
    zip(first, second).map { .init(replicas: $0.replicas, load: (1 - weight) * $0.load + weight * $1.load) }
  }
}

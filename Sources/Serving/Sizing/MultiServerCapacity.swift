import EventSimulation
import Glibc
import Randomness
import Synchronization

/// The capacity curve of replicas that each serve one request at a time, from the M/G/c queue.
///
/// The wait exceeds t with probability C(c, a)·exp(−2(c − a)t / ((1 + v²)s)), with Erlang's C for the offered load
/// a = λs, mean service time s and its coefficient of variation v: exact for exponential service, Kimura's two-moment
/// approximation otherwise. Kimura 1986; Whitt 1993. Between the fleet sizes at which it is solved, the margin
/// β = (c − a)/√a, which hardly changes, is interpolated.
public struct MultiServerCapacity: CapacityCurve {
  /// Where the curve is solved: every size up to 64, and steps of a seventh up to 20 000.
  private struct Point: Hashable {
    let replicas: Double
    let offeredLoad: Double
    /// (c − a)/√a
    let margin: Double
  }

  private let service: ServiceTime
  private let points: [Point]

  /// The curve for a service time and a service level.
  ///
  /// A service level below what the service itself takes is refused, with that floor.
  public init(_ service: ServiceTime, _ level: ServiceLevel, file: StaticString = #fileID, line: UInt = #line) {
    let floor = level.latency == .endToEnd ? service.quantile(level.share) : 0
    guard floor < level.limit || (floor == 0 && level.limit == 0) else {
      Refusals.report(
        InvalidValue(
          "\(level)",
          "no fleet can meet it: served at once, \(Int((level.share * 100).rounded())) % take up to \(floor) s",
          remedy: "allow more than that, or serve it faster", location: "\(file):\(line)"))
      self.service = service
      points = []
      return
    }
    self.service = service
    points = Cache.points(for: Cache.Key(service: service, level: level)) { Self.solve(service, level) }
  }

  public var method: String { "M/G/c queue, one request at a time" }

  public func replicas(for rate: Double) -> Int {
    let load = rate * service.mean
    guard load > 0, let last = points.last else { return 0 }
    // The first point that carries the load.
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].offeredLoad < load { low = middle + 1 } else { high = middle }
    }
    guard low < points.count else { return Int((load + last.margin * load.squareRoot()).rounded(.up)) }
    guard low > 0 else { return 1 }
    let (below, above) = (points[low - 1], points[low])
    if above.replicas - below.replicas <= 1 { return Int(above.replicas) }
    let weight = (load - below.offeredLoad) / (above.offeredLoad - below.offeredLoad)
    let margin = below.margin + weight * (above.margin - below.margin)
    return Int((load + margin * load.squareRoot()).rounded(.up))
  }

  public func utilisation(rate: Double, replicas: Int) -> Double {
    replicas > 0 ? min(1, rate * service.mean / Double(replicas)) : 0
  }

  private static func solve(_ service: ServiceTime, _ level: ServiceLevel) -> [Point] {
    var sizes = Array(1...64)
    while let last = sizes.last, last < 20_000 { sizes.append(last + last / 7) }
    var points: [Point] = []
    for size in sizes {
      let capacity = Double(size)
      // The share missed rises with the load: bisection, from just below the margin of the size before, which is higher.
      var (low, high) = (0.0, capacity)
      if let before = points.last {
        let guess = capacity - 1.05 * before.margin * capacity.squareRoot()
        if guess > 0, shareMissed(servers: size, load: guess, service, level) <= 1 - level.share { low = guess }
      }
      while high - low > 1e-9 * capacity {
        let load = (low + high) / 2
        if shareMissed(servers: size, load: load, service, level) > 1 - level.share { high = load } else { low = load }
      }
      points.append(
        Point(replicas: capacity, offeredLoad: low, margin: low > 0 ? (capacity - low) / low.squareRoot() : capacity))
    }
    return points
  }

  /// The share of requests beyond the limit.
  private static func shareMissed(
    servers: Int, load: Double, _ service: ServiceTime, _ level: ServiceLevel
  ) -> Double {
    let waits = ErlangC.probabilityOfWaiting(servers: servers, offeredLoad: load)
    let variation = service.variation * service.variation
    let decay = 2 * (Double(servers) - load) / ((1 + variation) * service.mean)
    func beyond(_ time: Double) -> Double { time < 0 ? 1 : waits * exp(-decay * time) }
    switch level.latency {
    case .wait: return beyond(level.limit)
    case .endToEnd:
      return service.quantiles.reduce(0) { $0 + beyond(level.limit - $1) } / Double(service.quantiles.count)
    }
  }

  /// Curves that several replications share are solved once.
  private enum Cache {
    struct Key: Hashable {
      let service: ServiceTime
      let level: ServiceLevel
    }

    private static let values = Mutex<[Key: [Point]]>([:])
    private static let capacity = 64

    static func points(for key: Key, _ compute: () -> [Point]) -> [Point] {
      if let known = values.withLock({ $0[key] }) { return known }
      let points = compute()
      values.withLock { values in
        if values.count >= capacity { values.removeAll() }
        values[key] = points
      }
      return points
    }
  }
}

public import Demand
import EventSimulation
public import Randomness

/// Replicas that serve requests, one by one, on one clock.
///
/// ```swift
/// let fleet = ServingFleet(ReplicaPool(deployment, replicas: 32), routing: .leastLoaded)
/// let requests = DrawnRequests(
///   RenewalArrivals.poisson(.constant(150), from: streams.stream("chat/arrivals")),
///   lengths: .azureConversation, from: streams, named: "chat", until: 3600)
/// let hour = fleet.serve(requests, streams)
/// hour.timeToFirstToken.percentile(95)
/// ```
/// A pool with a ``PoolOperation`` changes while it serves: its replicas boot, leave, fail and are taken away on the same
/// clock, and requests whose replica is lost are sent again. A request that finds no replica taking any waits for the first
/// that does.
///
/// Memory does not grow with the number of requests, only with how many are there at once.
public struct ServingFleet: Sendable {
  /// Its replicas, alike within a pool.
  public let pools: [ReplicaPool]
  /// How requests find a replica.
  public let routing: Routing
  /// The most requests that may wait at a replica; `nil` for any number.
  public let waitingAtMost: Int?
  /// The most requests that may be in the fleet, waiting and at work; `nil` for any number.
  public let presentAtMost: Int?
  /// What serves the requests that are spilled; `nil` where that is nobody's concern.
  public let overflow: OverflowService?

  ///
  /// - `waitingAtMost`: a request that finds so many waiting at its replica is spilled: it is counted, and served
  ///   elsewhere.
  /// - `presentAtMost`: so is one that finds so many in the fleet.
  /// - `overflow`: draws the latencies of those.
  public init(
    _ pools: ReplicaPool..., routing: Routing = .leastLoaded, waitingAtMost: Int? = nil, presentAtMost: Int? = nil,
    overflow: OverflowService? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      pools, routing: routing, waitingAtMost: waitingAtMost, presentAtMost: presentAtMost, overflow: overflow,
      file: file, line: line)
  }

  /// A fleet of pools from a list made elsewhere.
  public init(
    _ pools: [ReplicaPool], routing: Routing = .leastLoaded, waitingAtMost: Int? = nil, presentAtMost: Int? = nil,
    overflow: OverflowService? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.pools = pools
    self.routing = routing
    self.waitingAtMost = waitingAtMost
    self.presentAtMost = presentAtMost
    self.overflow = overflow
    let place = "\(file):\(line)"
    if pools.isEmpty {
      ValidationErrors.report(
        InvalidValue("ServingFleet()", "a fleet has at least one pool of replicas", location: place))
    }
    for (name, most) in [("waitingAtMost", waitingAtMost), ("presentAtMost", presentAtMost)] {
      guard let most, most < 0 else { continue }
      ValidationErrors.report(
        InvalidValue("\(name): \(most)", "a number of requests is at least 0", location: place))
    }
    if case .byLength(let lengths) = routing {
      let rise = zip(lengths, lengths.dropFirst()).allSatisfy { $0 < $1 }
      if lengths.count + 1 != pools.count || !rise || !lengths.allSatisfy({ $0 > 0 }) {
        ValidationErrors.report(
          InvalidValue(
            "byLength(atMost: \(lengths))",
            "lengths rise, and there is one fewer than pools, of which there are \(pools.count)", location: place))
      }
    }
  }

  /// GPUs in all, at the start.
  public var gpus: Int { pools.reduce(0) { $0 + $1.replicas * $1.deployment.gpus } }

  /// Whether replicas come and go.
  var isChanging: Bool { pools.contains { $0.operation != nil } }

  /// Serves requests until the last is answered, or until a time.
  ///
  /// - `requests`: in the order of their arrival; one without tokens of a prompt or an answer has one of each.
  /// - `streams`: where the draws of the routing come from, `routing` by name; those of a pool that changes from
  ///   `pool 0/boots`, `pool 0/failures` and so on.
  /// - `end`: seconds at which the observation ends, with whatever is unanswered then; a fleet that changes needs one.
  /// - `warmUp`: seconds from the start that count for nothing: requests that come in them, and the work done in them. Of
  ///   a run of steps across that time, the time is cut there, and the steps count.
  /// - `observer`: is told what becomes of each request, those of the warm-up too.
  /// - `fleetObserver`: is told what happens to replicas.
  public func serve(
    _ requests: some RequestSource, _ streams: Streams, until end: Double = .infinity, warmUp: Double = 0,
    observer: ((RequestOutcome) -> Void)? = nil, fleetObserver: ((FleetEvent) -> Void)? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) -> ServingResult {
    var (end, warmUp) = (end, warmUp)
    if !(warmUp >= 0 && warmUp < end) {
      ValidationErrors.report(
        InvalidValue(
          "serve(until: \(end.shortest), warmUp: \(warmUp.shortest))",
          "a warm-up lasts at least 0 s and ends before the observation", location: "\(file):\(line)"))
      (end, warmUp) = (0, 0)
    }
    if isChanging, end == .infinity {
      ValidationErrors.report(
        InvalidValue(
          "serve(until: infinity)", "a fleet whose replicas boot, fail or leave never comes to rest",
          remedy: "give the time at which the observation ends, in seconds", location: "\(file):\(line)"))
      end = 0
    }
    var requests = requests
    var simulation = Simulation(
      FleetModel(
        self, streams, nextRequest: { requests.nextRequest() }, end: end, warmUp: warmUp, fleetObserver: fleetObserver,
        observer: observer))
    simulation.model.begin(&simulation.calendar)
    simulation.run(through: end)
    return simulation.model.result()
  }
}

/// Something that happened to a fleet while it served, told as it happens.
public struct FleetEvent: Sendable, Hashable, CustomStringConvertible {
  /// What can happen.
  public enum Kind: Sendable, Hashable {
    /// A replica begins to boot.
    case launched
    /// It takes requests from now on.
    case ready
    /// It takes no more, and leaves when it is empty.
    case draining
    /// It is gone.
    case left
    /// Its GPUs failed; so many requests are sent again.
    case failed(resent: Int)
    /// It will be taken away.
    case noticed
    /// It was taken away; so many requests are sent again.
    case interrupted(resent: Int)
    /// Spot capacity is there again, or gone.
    case available(Bool)
    /// The pool is to have so many replicas.
    case wanted(Int)
  }

  /// Seconds.
  public let time: Double
  /// The pool, from 0 in their order.
  public let pool: Int
  /// The replica, from 0 over all pools in their order; `nil` where the pool is meant.
  public let replica: Int?
  /// What happened.
  public let kind: Kind

  /// `1200.0 s, pool 0, replica 3: ready`
  public var description: String {
    let what =
      switch kind {
      case .launched: "launched"
      case .ready: "ready"
      case .draining: "draining"
      case .left: "left"
      case .failed(let resent): "failed, \(resent) sent again"
      case .noticed: "noticed"
      case .interrupted(let resent): "interrupted, \(resent) sent again"
      case .available(let isThere): isThere ? "capacity is there" : "capacity is gone"
      case .wanted(let count): "\(count) wanted"
      }
    return "\(time) s, pool \(pool)" + (replica.map { ", replica \($0)" } ?? "") + ": " + what
  }
}

/// Requests that are at hand, in the order of their arrival.
struct ListedRequests: RequestSource {
  private let requests: [RequestTrace.Request]
  private var position = 0

  init(_ requests: [RequestTrace.Request]) { self.requests = requests }

  mutating func nextRequest() -> RequestTrace.Request? {
    guard position < requests.count else { return nil }
    position += 1
    return requests[position - 1]
  }
}

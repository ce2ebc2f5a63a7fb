public import Demand
import EventSimulation
public import Randomness

/// A fleet of replicas that is simulated request by request.
///
/// ```swift
/// let fleet = ServingFleet(ReplicaPool(deployment, replicas: 32), routing: .leastLoaded)
/// let requests = DrawnRequests(
///   RenewalArrivals.poisson(.constant(150), from: streams.stream("chat/arrivals")),
///   lengths: .azureConversation, from: streams, named: "chat", until: 3600)
/// let hour = fleet.serve(requests, streams)
/// hour.timeToFirstToken.percentile(95)
/// ```
/// A pool with a ``PoolOperation`` changes while it serves: its replicas boot, leave, fail and are interrupted, and requests of
/// a lost replica are sent again. A request that finds no replica waits for the first that accepts requests.
///
/// Memory grows with the number of concurrent requests, not with their total.
public struct ServingFleet: Sendable {
  /// The pools of equal replicas.
  public let pools: [ReplicaPool]
  /// The routing of requests.
  public let routing: Routing
  /// The most requests that may wait at a replica; `nil` for any number.
  public let waitingAtMost: Int?
  /// Admission control: the most requests that may wait at a replica for a request of a class to be admitted; a class without
  /// a limit of its own has only `waitingAtMost`.
  public let admission: [ServiceClass: Int]
  /// The most requests that may be in the fleet, waiting and running; `nil` for any number.
  public let presentAtMost: Int?
  /// The service that takes spilled requests; `nil` where it is not simulated.
  public let overflow: OverflowService?

  /// A fleet of pools.
  ///
  /// - `waitingAtMost`: a request that finds so many waiting at its replica is spilled: it is counted and served elsewhere.
  /// - `admission`: the same for the requests of a class, so that batch work gives way before people wait:
  ///   `[.batch: 4, .sheddable: 0]`. Of the two limits the smaller counts.
  /// - `presentAtMost`: a request that finds so many in the fleet is spilled.
  /// - `overflow`: the service for spilled requests.
  public init(
    _ pools: ReplicaPool..., routing: Routing = .leastLoaded, waitingAtMost: Int? = nil,
    admission: [ServiceClass: Int] = [:], presentAtMost: Int? = nil, overflow: OverflowService? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      pools, routing: routing, waitingAtMost: waitingAtMost, admission: admission, presentAtMost: presentAtMost,
      overflow: overflow, file: file, line: line)
  }

  /// A fleet of a list of pools.
  public init(
    _ pools: [ReplicaPool], routing: Routing = .leastLoaded, waitingAtMost: Int? = nil,
    admission: [ServiceClass: Int] = [:], presentAtMost: Int? = nil, overflow: OverflowService? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.pools = pools
    self.routing = routing
    self.waitingAtMost = waitingAtMost
    self.admission = admission
    self.presentAtMost = presentAtMost
    self.overflow = overflow
    let place = "\(file):\(line)"
    if pools.isEmpty {
      ValidationErrors.report(
        InvalidValue("ServingFleet()", "a fleet has at least one pool of replicas", location: place))
    }
    let limits = [("waitingAtMost", waitingAtMost), ("presentAtMost", presentAtMost)]
    let classLimits = admission.sorted { $0.key < $1.key }.map { ("admission, \($0.key)", Int?.some($0.value)) }
    for (name, most) in limits + classLimits {
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

  /// The total number of GPUs at the start.
  public var gpus: Int {
    pools.reduce(0) { $0 + ($1.deployment.split?.replicas ?? $1.replicas) * $1.deployment.gpus }
  }

  /// Whether the number of replicas can change.
  var isChanging: Bool { pools.contains { $0.operation != nil } }

  /// Serves requests until the last is answered, or until a time.
  ///
  /// - `requests`: in the order of their arrival; missing tokens of a prompt or an answer count as one.
  /// - `streams`: routing draws from the stream `routing`, a changing pool from `pool 0/boots`, `pool 0/failures` and so on.
  /// - `end`: the time in seconds at which the observation ends; a changing fleet needs one.
  /// - `warmUp`: the seconds from the start whose requests and work are not counted. Of a run of steps across the end of the
  ///   warm-up the time is split, and the steps count.
  /// - `observer`: called with the outcome of each request, those of the warm-up included.
  /// - `fleetObserver`: called with each change of a replica or a pool.
  /// - `arrivalObserver`: called with each request and its number when it arrives.
  public func serve(
    _ requests: some RequestSource, _ streams: Streams, until end: Double = .infinity, warmUp: Double = 0,
    observer: ((RequestOutcome) -> Void)? = nil, fleetObserver: ((FleetEvent) -> Void)? = nil,
    arrivalObserver: ((Int, InferenceRequest) -> Void)? = nil, file: StaticString = #fileID, line: UInt = #line
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
    if let pool = pools.first, let split = pool.deployment.split {
      return serve(requests, on: pool, split, until: end, warmUp: warmUp, observer, "\(file):\(line)")
    }
    let conversations = (requests as? any ConversationSource).map { Conversing($0) }
    var requests = requests
    let contentBlocks = requests.contentBlocks
    var simulation = Simulation(
      FleetModel(
        self, streams,
        nextRequest: {
          if let conversations { conversations.nextRequest() } else { requests.nextRequest() }
        }, contentBlocks: contentBlocks, conversations: conversations, end: end, warmUp: warmUp,
        fleetObserver: fleetObserver,
        arrivalObserver: arrivalObserver, observer: observer))
    simulation.model.begin(&simulation.calendar)
    simulation.run(through: end)
    return simulation.model.result()
  }
}

extension ServingFleet {
  /// Serves requests on pools that prefill and decode apart.
  private func serve(
    _ requests: some RequestSource, on pool: ReplicaPool, _ split: PrefillDecodeSplit, until end: Double,
    warmUp: Double, _ observer: ((RequestOutcome) -> Void)?, _ place: String
  ) -> ServingResult {
    if pools.count > 1 || pool.replicas > 1 || isChanging || waitingAtMost != nil || presentAtMost != nil
      || !admission.isEmpty || requests is any ConversationSource
    {
      ValidationErrors.report(
        InvalidValue(
          "a fleet with \"\(pool.deployment.name)\"",
          "pools that prefill and decode apart are the whole fleet: one pool of one replica, which does not change, without "
            + "limits of waiting requests and without conversations that follow the answers",
          remedy: "state the replicas of either kind in its split", location: place))
    }
    let batching = pool.deployment.batching
    if batching.scheduler == .priority || batching.preemption == .priority {
      ValidationErrors.report(
        InvalidValue(
          "a fleet with \"\(pool.deployment.name)\"",
          "replicas that prefill and decode apart are simulated in the order of arrival, not by priority",
          remedy: "leave out its scheduler and its preemption", location: place))
    }
    var requests = requests
    let contentBlocks = requests.contentBlocks
    var simulation = Simulation(
      SplitFleetModel(
        pool, split, nextRequest: { requests.nextRequest() }, contentBlocks: contentBlocks, end: end, warmUp: warmUp,
        observer: observer))
    simulation.model.begin(&simulation.calendar)
    simulation.run(through: end)
    return simulation.model.result()
  }
}

/// A change of a fleet, reported when it happens.
public struct FleetEvent: Sendable, Hashable, CustomStringConvertible {
  /// A kind of change.
  public enum Kind: Sendable, Hashable {
    /// A replica begins to boot.
    case launched
    /// The replica accepts requests.
    case ready
    /// The replica accepts no new requests and leaves when it is empty.
    case draining
    /// The replica has left.
    case left
    /// The GPUs failed; so many requests are sent again.
    case failed(resent: Int)
    /// The notice of an interruption.
    case noticed
    /// The replica was interrupted; so many requests are sent again.
    case interrupted(resent: Int)
    /// Spot capacity is available, or no longer.
    case available(Bool)
    /// The new target number of replicas of the pool.
    case wanted(Int)
  }

  /// Seconds.
  public let time: Double
  /// The pool, from 0 in their order.
  public let pool: Int
  /// The replica, from 0 over all pools in their order; `nil` for a change of the pool.
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

/// Requests from a list, in the order of their arrival.
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

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
/// Memory does not grow with the number of requests, only with how many are there at once.
public struct ServingFleet: Sendable {
  /// Its replicas, alike within a pool.
  public let pools: [ReplicaPool]
  /// How requests find a replica.
  public let routing: Routing
  /// The most requests that may wait at a replica; `nil` for any number.
  public let waitingAtMost: Int?

  ///
  /// - `waitingAtMost`: a request that finds so many waiting at its replica is spilled: it is counted, and served
  ///   elsewhere.
  public init(
    _ pools: ReplicaPool..., routing: Routing = .leastLoaded, waitingAtMost: Int? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(pools, routing: routing, waitingAtMost: waitingAtMost, file: file, line: line)
  }

  /// A fleet of pools from a list made elsewhere.
  public init(
    _ pools: [ReplicaPool], routing: Routing = .leastLoaded, waitingAtMost: Int? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.pools = pools
    self.routing = routing
    self.waitingAtMost = waitingAtMost
    let place = "\(file):\(line)"
    if pools.isEmpty {
      Refusals.report(InvalidValue("ServingFleet()", "a fleet has at least one pool of replicas", location: place))
    }
    if let waitingAtMost, waitingAtMost < 0 {
      Refusals.report(
        InvalidValue("waitingAtMost: \(waitingAtMost)", "a number of requests is at least 0", location: place))
    }
    if case .byLength(let lengths) = routing {
      let rise = zip(lengths, lengths.dropFirst()).allSatisfy { $0 < $1 }
      if lengths.count + 1 != pools.count || !rise || !lengths.allSatisfy({ $0 > 0 }) {
        Refusals.report(
          InvalidValue(
            "byLength(atMost: \(lengths))",
            "lengths rise, and there is one fewer than pools, of which there are \(pools.count)", location: place))
      }
    }
  }

  /// GPUs in all.
  public var gpus: Int { pools.reduce(0) { $0 + $1.replicas * $1.deployment.gpus } }

  /// Serves requests until the last is answered, or until a time.
  ///
  /// - `requests`: in the order of their arrival; one without tokens of a prompt or an answer has one of each.
  /// - `streams`: where the draws of the routing come from, `routing` by name.
  /// - `end`: seconds at which the observation ends, with whatever is unanswered then.
  /// - `warmUp`: seconds from the start that count for nothing: requests that come in them, and the work done in them. Of
  ///   a run of steps across that time, the time is cut there, and the steps count.
  /// - `observer`: is told what becomes of each request, those of the warm-up too.
  public func serve(
    _ requests: some RequestSource, _ streams: Streams, until end: Double = .infinity, warmUp: Double = 0,
    observer: ((RequestOutcome) -> Void)? = nil
  ) -> ServingResult {
    if !(warmUp >= 0 && warmUp < end) {
      fatalError("a warm-up of \(warmUp) s begins at 0 and ends before the observation, at \(end) s")
    }
    var requests = requests
    var simulation = Simulation(
      FleetModel(
        self, streams, nextRequest: { requests.nextRequest() }, end: end, warmUp: warmUp, observer: observer))
    simulation.model.begin(&simulation.calendar)
    simulation.run(through: end)
    return simulation.model.result()
  }
}

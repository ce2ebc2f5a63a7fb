import Demand
package import EventSimulation
import Randomness

extension CapacityBasis {
  /// Simulates a fleet at a rate in requests a second: so many seconds after a warm-up.
  func simulate(
    _ replicas: Int, _ rate: Double, warmUp: Double, _ window: Double, _ streams: Streams
  ) -> ServingResult {
    let arrivals = RenewalArrivals(.constant(rate), gaps: mix.gaps, from: streams.stream("capacity/arrivals"))
    let requests = CutRequests(
      DrawnRequests(arrivals, lengths: mix.lengths, from: streams, named: "capacity"), for: deployment)
    return ServingFleet(ReplicaPool(deployment, replicas: replicas)).serve(
      requests, streams, until: warmUp + window, warmUp: warmUp)
  }

  /// The latency over its limit, of the level that is nearest to it or farthest beyond.
  func strain(of result: ServingResult) -> Double {
    // Requests that are still there at the end of an overloaded window would be missing from the tail.
    let observed = Double(result.answered) / Double(max(result.arrived, 1))
    guard observed > 0.9 else { return .infinity }
    return levels.reduce(0) { strain, level in
      let value = result.observations(of: level.latency).percentile(100 * level.share) ?? 0
      return max(strain, level.limit > 0 ? value / level.limit : value > 0 ? .infinity : 1)
    }
  }
}

extension ServingResult {
  /// The observations of a latency.
  package func observations(of latency: ServiceLevel.Latency) -> Observations {
    switch latency {
    case .wait: queue
    case .timeToFirstToken: timeToFirstToken
    case .timePerOutputToken: timePerOutputToken
    case .endToEnd: endToEnd
    }
  }
}

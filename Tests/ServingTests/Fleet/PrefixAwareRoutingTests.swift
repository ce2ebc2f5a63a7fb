import Demand
import Randomness
import Testing

@testable import Serving

@Suite struct `Routing by what is in memory` {
  private func hitRate(_ routing: Routing, groups: Int) -> Double? {
    let deployment = Deployment(
      "cached", StepCost(base: 8, perPromptToken: 0.02, perContextToken: 0, perSequence: 0.1),
      batching: .continuous(prefixCaching: true), kvTokens: 16 * 2000, contextLength: 4096)
    let random = RandomStream(seed: 5, replication: 0, name: "groups")
    var now = 0.0
    let requests = (0..<3000).map { _ in
      now += random.exponential(mean: 0.05)
      var request = InferenceRequest(arrival: now, inputTokens: 1100, outputTokens: 50)
      request.content = .group(random.index(below: groups), tokens: 1024)
      return request
    }
    let fleet = ServingFleet(ReplicaPool(deployment, replicas: 4), routing: routing)
    return fleet.serve(ListedRequests(requests), Streams(seed: 1, replication: 0)).cacheHitRate
  }

  /// A replica has room for some 25 of the 60 prefixes beside its running requests, the fleet for all of them.
  @Test func `a fleet keeps more prefixes in memory than a replica where requests go to their prefix`() throws {
    let (spread, aware) = (
      try #require(hitRate(.leastLoaded, groups: 60)), try #require(hitRate(.prefixAware(), groups: 60))
    )
    #expect(aware > 0.85 && aware > spread + 0.3, "\(aware) and \(spread)")
  }

  @Test func `requests that share nothing go to the least loaded`() throws {
    let deployment = Deployment(
      "cached", StepCost(base: 8, perPromptToken: 0.02, perContextToken: 0, perSequence: 0.1),
      batching: .continuous(prefixCaching: true), kvTokens: 16 * 2000, contextLength: 4096)
    let requests = (0..<200).map { InferenceRequest(arrival: Double($0) / 40, inputTokens: 300, outputTokens: 40) }
    func served(_ routing: Routing) -> [Int] {
      let fleet = ServingFleet(ReplicaPool(deployment, replicas: 3), routing: routing)
      return fleet.serve(ListedRequests(requests), Streams(seed: 1, replication: 0)).replicas.map(\.completed)
    }
    #expect(served(.prefixAware()) == served(.leastLoaded))
  }
}

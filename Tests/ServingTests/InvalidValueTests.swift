import Demand
import Randomness
import Testing

@testable import Serving

/// Values that are wrong where they are used, not where a type is made.
@Suite struct InvalidValueTests {
  private let deployment = Deployment(
    "ours", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05), kvTokens: 100_000,
    contextLength: 20_000)
  private let streams = Streams(seed: 5, replication: 0)

  private func message(_ body: () -> Void) -> String {
    do {
      try ValidationErrors.collecting(body)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `each is reported with its value, its place and what is expected`() {
    let steady = ServingFleet(ReplicaPool(deployment))
    let changing = ServingFleet(ReplicaPool(deployment, PoolOperation(boot: .constant(60))))
    let service = ServiceTime(.exponential(mean: 2))
    let curve = CapacityCurve.oneAtATime(service, within: ServiceLevel(.wait, p95: .seconds(1)))
    let reports: [(String, () -> Void)] = [
      (
        "serve(until: 10, warmUp: 10): a warm-up lasts at least 0 s and ends before the observation",
        { _ = steady.serve(ListedRequests([]), streams, until: 10, warmUp: 10) }
      ),
      (
        "serve(until: infinity): a fleet whose replicas boot, fail or leave never comes to rest; give the time",
        { _ = changing.serve(ListedRequests([]), streams) }
      ),
      ("quantile(1.5): a share of requests lies from 0 to 1", { _ = service.quantile(1.5) }),
      ("quantile(nan): a share of requests lies from 0 to 1", { _ = service.quantile(.nan) }),
      ("replicas(for: inf): a rate is a finite number", { _ = curve.replicas(for: .infinity) }),
      ("MeasuredRun of 0 requests: a run has at least one request", { _ = MeasuredRun([]) }),
    ]
    for (expected, body) in reports {
      let message = message(body)
      #expect(message.hasPrefix("InvalidValueTests.swift:"), "\(message)")
      #expect(message.contains(expected), "\(message)")
    }
  }

  /// A plan and a window beyond any fleet are limited by the pool, and do not stop the program.
  @Test func `huge plans and windows are limited by the pool`() {
    for rule in [
      ScalingRule.forecast(.constant(1e300), perReplica: 1e-3, ahead: 0),
      .idleness(of: .sequences, above: 0.3, below: 0.1, over: 1e300),
    ] {
      let pool = ReplicaPool(
        deployment, replicas: 2, PoolOperation(boot: .constant(1), scaling: Autoscaling(rule, between: 1...3)))
      let result = ServingFleet(pool).serve(ListedRequests([]), streams, until: 600)
      #expect(result.records[0].mostServing <= 3)
    }
  }
}

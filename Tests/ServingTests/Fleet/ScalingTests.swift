import Demand
import EventSimulation
import Randomness
import Testing

@testable import Serving

/// Rules that change the number of replicas, against loads for which it can be worked out by hand.
@Suite struct ScalingTests {
  private let streams = Streams(seed: 5, replication: 0)
  /// One token a request, in one step of exactly a second, one at a time.
  private let second = Deployment(
    "a second", StepCost(base: 1000, perPromptToken: 0, perContextToken: 0, perSequence: 0), batching: .oneAtATime,
    kvTokens: 1600, contextLength: 1000)

  /// Evenly spaced requests, of a rate that changes each hour.
  private func requests(_ rates: [Double]) -> ListedRequests {
    ListedRequests(
      rates.enumerated().flatMap { hour, rate in
        (0..<Int(3600 * rate)).map {
          RequestTrace.Request(arrival: 3600 * Double(hour) + Double($0) / rate, inputTokens: 5, outputTokens: 1)
        }
      })
  }

  private func run(
    _ pool: ReplicaPool, _ rates: [Double]
  ) -> (result: ServingResult, wanted: [(time: Double, count: Int)], ready: [Double]) {
    var (wanted, ready): ([(time: Double, count: Int)], [Double]) = ([], [])
    let result = ServingFleet(pool).serve(
      requests(rates), streams, until: 3600 * Double(rates.count),
      fleetObserver: { event in
        if case .wanted(let count) = event.kind { wanted.append((event.time, count)) }
        if event.kind == .ready { ready.append(event.time) }
      })
    return (result, wanted, ready)
  }

  /// Eight busy replicas of twelve leave a third idle, and no fewer leave 30 %. An hour of two busy ones needs 3. When the
  /// eight come back, three busy ones look like a need of 3/0.7, then five like 5/0.7, then eight like 8/0.7: each time a
  /// minute to see it and two to boot.
  @Test func `F16's rule follows a square wave as worked out by hand`() {
    let rule = ScalingRule.idleness(of: .busyTime, above: 0.30, below: 0.10, over: 60)
    let pool = ReplicaPool(
      second, replicas: 12,
      PoolOperation(
        boot: .constant(120), scaling: Autoscaling(rule, between: 2...12, restBeforeLeaving: 0)))
    let (result, wanted, ready) = run(pool, [8, 2, 8, 2])
    #expect(wanted.map(\.time) == [3660, 7260, 7440, 7620, 10_860])
    #expect(wanted.map(\.count) == [3, 5, 8, 12, 3])
    #expect(ready == [7380, 7380, 7560, 7560, 7560, 7740, 7740, 7740, 7740])
    let stretches: [(replicas: Double, seconds: Double)] = [
      (12, 3660), (3, 3720), (5, 180), (8, 180), (12, 3120), (3, 3540),
    ]
    let seconds = stretches.reduce(0) { $0 + $1.replicas * $1.seconds }
    #expect(abs(result.records[0].servingHours - seconds / 3600) < 1e-9)
    #expect(abs(result.records[0].bootingHours - 9.0 * 120 / 3600) < 1e-9)
    // Those that leave have one request at work at most: a second each, twice nine of them.
    #expect(result.records[0].drainingHours * 3600 <= 18)
    // Meanwhile 5 and then 3 of each second's 8 are left over for three minutes, 1440 in all, and 4 a second are made up.
    #expect(result.endToEnd.maximum.map { (120.0...400).contains($0) } == true)
  }

  @Test func `busy time sees no idle replica under continuous batching, where sequences do`() {
    // Sixteen at once, each step a second whatever the number: 4 requests a second, 10 tokens each, keep 40 at work.
    let batch = Deployment(
      "a batch", StepCost(base: 1000, perPromptToken: 0, perContextToken: 0, perSequence: 0),
      batching: .continuous(sequences: 16, tokensPerStep: 100_000), kvTokens: 16_000, contextLength: 1000)
    func replicas(_ use: ReplicaUse) -> Int {
      let rule = ScalingRule.idleness(of: use, above: 0.30, below: 0.10, over: 300)
      let pool = ReplicaPool(
        batch, replicas: 10, PoolOperation(boot: .constant(120), scaling: Autoscaling(rule, between: 1...20)))
      let source = ListedRequests(
        (0..<28_800).map { RequestTrace.Request(arrival: 0.25 * Double($0), inputTokens: 5, outputTokens: 10) })
      var last = 10
      _ = ServingFleet(pool).serve(
        source, streams, until: 7200, fleetObserver: { if case .wanted(let count) = $0.kind { last = count } })
      return last
    }
    // Every replica always has a request: full, as busy time sees it.
    #expect(replicas(.busyTime) >= 10)
    // A request is there for half a step until its first and for ten steps: 42 of 16 each, 4 with 30 % idle.
    #expect(replicas(.sequences) == 4)
    // As measured beforehand: 1.45 requests a second a replica.
    #expect(replicas(.requests(perSecond: 1.45)) == 4)
    // A block of 16 tokens for each of the 42, of 1000 blocks: the least there may be.
    #expect(replicas(.memory) == 1)
  }

  @Test func `a schedule has its replicas ready on the hour, and pays for their boot`() {
    let pool = ReplicaPool(
      second, replicas: 2,
      PoolOperation(
        boot: .constant(300),
        scaling: Autoscaling(
          .schedule([(0, 2), (3600, 5), (7200, 2)], every: 10_800, ahead: 300), between: 1...6)))
    let (result, wanted, ready) = run(pool, [1, 4, 1, 1, 4, 1])
    #expect(wanted.map(\.time) == [3300, 7200, 14_100, 18_000] && wanted.map(\.count) == [5, 2, 5, 2])
    #expect(ready == Array(repeating: 3600, count: 3) + Array(repeating: 14_400, count: 3))
    #expect(result.queue.maximum == 0)
    #expect(abs(result.records[0].servingHours - (2 * 6 + 3 * 2)) < 1e-9)
    #expect(abs(result.paidGPUHours - (12 + 6 + 6 * 300.0 / 3600)) < 1e-3)
  }

  @Test func `a forecast is the load that is to come over what a replica carries, with headroom`() {
    let profile = RateProfile.rates([0: 1, 3600: 4, 7200: 1])
    let rule = ScalingRule.forecast(profile, perReplica: 0.8, ahead: 600, headroom: 0.2)
    let pool = ReplicaPool(
      second, replicas: 2, PoolOperation(boot: .constant(600), scaling: Autoscaling(rule, between: 1...9)))
    let (_, wanted, ready) = run(pool, [1, 4, 1])
    // 1 · 1.2/0.8 = 1.5 and 4 · 1.2/0.8 = 6.
    #expect(wanted.map(\.time) == [3000, 7200] && wanted.map(\.count) == [6, 2])
    #expect(ready == Array(repeating: 3600, count: 4))
  }

  @Test func `those that wait call for more, a share at a time, with a rest between`() {
    // Two a second on one replica: each minute 60 more wait.
    func wanted(_ rule: ScalingRule) -> (times: [Double], counts: [Int]) {
      let pool = ReplicaPool(
        second, replicas: 1,
        PoolOperation(
          boot: .constant(30),
          scaling: Autoscaling(rule, between: 1...8, restBeforeLaunching: 120, restBeforeLeaving: 1800)))
      let (_, wanted, _) = run(pool, [2])
      return (wanted.map(\.time), wanted.map(\.count))
    }
    // At 60 s 60 wait, the first of them for 30 s; at 180 s 90 wait at two. Three are enough to make up for it by 300 s.
    let byNumber = wanted(.waitingRequests(above: 20, below: 0.5, by: 1))
    #expect(byNumber.times.first == 60 && byNumber.counts.prefix(2) == [2, 4] && byNumber.times[1] == 180)
    let byTime = wanted(.waitingTime(above: 20, below: 0.5, by: 0.5))
    #expect(byTime.times.first == 60 && byTime.counts.prefix(2) == [2, 3] && byTime.times[1] == 180)
    #expect(zip(byTime.times, byTime.times.dropFirst()).allSatisfy { $1 - $0 >= 120 })
  }
}

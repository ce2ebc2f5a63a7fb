import Demand
import EventSimulation
import Randomness
import Testing

@testable import Serving

/// Replicas that boot, drain and overflow.
@Suite struct ChangingFleets {
  private static let cost = StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05)
  private let deployment = Deployment("ours", cost, kvTokens: 100_000, contextLength: 20_000)
  private let streams = Streams(seed: 5, replication: 0)

  @Test(arguments: [Routing.leastLoaded, .roundRobin, .twoChoices, .byLength(atMost: [900])])
  func `a fleet to which nothing happens serves as one that stands`(routing: Routing) {
    func fingerprint(_ operation: PoolOperation?) -> [Double?] {
      let source = DrawnRequests(
        RenewalArrivals.poisson(.constant(18), from: streams.stream("arrivals")), lengths: .azureConversation,
        from: streams, named: "chat", until: 400)
      let result = ServingFleet(
        [ReplicaPool(deployment, replicas: 4, operation), ReplicaPool(deployment, replicas: 2, operation)],
        routing: routing
      ).serve(source, streams, until: 380, warmUp: 30)
      return [
        result.queue.mean, result.timeToFirstToken.percentile(99), result.endToEnd.mean, result.utilisation,
        result.meanBatch, Double(result.answered), Double(result.unfinished), result.records[0].servingHours,
      ]
    }
    #expect(fingerprint(nil) == fingerprint(PoolOperation(boot: .constant(60))))
  }

  /// Fleets in which everything happens at once.
  @Test(arguments: 0..<40)
  func `every request is answered, refused, spilled or unfinished, once`(number: Int) throws {
    let random = RandomStream(seed: 21, replication: number, name: "fleets")
    func pick<Value>(_ values: [Value]) -> Value { values[random.index(below: values.count)] }
    let rules: [ScalingRule] = [
      .idleness(of: .sequences, above: 0.6, below: 0.2, over: 20), .idleness(of: .memory, above: 0.5, below: 0.3),
      .idleness(of: .busyTime, above: 0.3, below: 0.1, over: 30),
      .idleness(of: .requests(perSecond: 3), above: 0.3, below: 0.1, over: 20),
      .waitingRequests(above: 1, below: 0.1), .waitingTime(above: 1, below: 0.1, by: 0.5),
      .schedule([(0, 1), (40, 5), (90, 0)], every: 130, ahead: 15),
    ]
    let pools = (0..<2).map { index in
      let small = Deployment(
        "pool \(index)", Self.cost, batching: pick([.continuous(sequences: 6), .oneAtATime, .continuous()]),
        kvTokens: pick([4000, 20_000]), contextLength: 12_000)
      let purchaseOption: PurchaseOption = pick([
        .onDemand, .reserved, .owned,
        .spot(.interrupted(everyHours: 0.02, notice: 3, backAfter: .exponential(mean: 20))),
        .spot(.available([10...60, 75...110], every: 120, notice: 5)),
      ])
      return ReplicaPool(
        small, replicas: 1 + random.index(below: 4), purchase: purchaseOption,
        PoolOperation(
          boot: pick([.constant(0), .exponential(mean: 15)]), draining: pick(Draining.allCases),
          failures: pick([
            nil, ReplicaFailures(gpuHours: 0.01, repairHours: .exponential(mean: 0.005), spares: 1, noticedAfter: 2),
          ]),
          scaling: random.uniform() < 0.7
            ? Autoscaling(pick(rules), between: 0...6, every: 7, restBeforeLeaving: 10) : nil))
    }
    let fleet = ServingFleet(
      pools, routing: pick([.leastLoaded, .roundRobin, .twoChoices, .byLength(atMost: [600])]),
      waitingAtMost: pick([nil, 5]), presentAtMost: pick([nil, 40]))
    let source = DrawnRequests(
      RenewalArrivals.gamma(.constant(9), variation: 2, from: streams.stream("arrivals \(number)")),
      lengths: .azureConversation, from: streams, named: "chat", until: 300)
    var fates: [Int: Int] = [:]
    var events: [FleetEvent] = []
    let result = fleet.serve(
      source, streams, until: 280, warmUp: 25,
      observer: { outcome in
        switch outcome {
        case .answered(let answer):
          fates[answer.number, default: 0] += 1
          #expect(answer.queue >= 0 && answer.timeToFirstToken >= answer.queue)
          #expect(answer.endToEnd >= answer.timeToFirstToken)
        case .spilled(let number), .refused(let number, _): fates[number, default: 0] += 1
        }
      }, fleetObserver: { events.append($0) })
    #expect(result.arrived == result.answered + result.refused + result.spilled + result.unfinished)
    #expect(result.arrived > 1500)
    #expect(fates.values.allSatisfy { $0 == 1 })
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time })
    for (record, pool) in zip(result.records, pools) {
      let held = record.bootingHours + record.servingHours + record.drainingHours
      #expect(held <= Double(pool.capacity) * 255 / 3600 + 1e-9 && record.fewestServing >= 0)
    }
    let busy = result.replicas.reduce(0) { $0 + $1.busy }
    let up = result.records.reduce(0) { $0 + $1.servingHours + $1.drainingHours }
    #expect(busy <= 3600 * up + 1e-6)
  }

  // MARK: - Coming and going

  /// One token a request, in one step of exactly a second, one at a time.
  private let second = Deployment(
    "a second", StepCost(base: 1000, perPromptToken: 0, perContextToken: 0, perSequence: 0), batching: .oneAtATime,
    kvTokens: 1600, contextLength: 1000)

  private func requests(_ arrivals: [Double]) -> ListedRequests {
    ListedRequests(arrivals.map { RequestTrace.Request(arrival: $0, inputTokens: 5, outputTokens: 1) })
  }

  @Test func `requests wait for the first replica that boots, and are answered in their order`() {
    let pool = ReplicaPool(
      second, replicas: 0,
      PoolOperation(
        boot: .constant(30), scaling: Autoscaling(.schedule([(0, 0), (10, 2)], every: 1000), between: 0...2, every: 5)))
    var answers: [RequestResult] = []
    let result = ServingFleet(pool).serve(
      requests([0, 1, 2, 3, 4, 5, 39.75]), streams, until: 100,
      observer: { if case .answered(let answer) = $0 { answers.append(answer) } })
    // Both are ready at 40 and take one each; the others wait until one is done.
    #expect(answers.map(\.number) == [0, 1, 2, 3, 4, 5, 6])
    #expect(answers.map { $0.arrival + $0.endToEnd } == [41, 41, 42, 42, 43, 43, 44])
    #expect(result.records[0].bootingHours == 60.0 / 3600 && result.records[0].servingHours == 120.0 / 3600)
    #expect(result.records[0].paidGPUHours == 180.0 / 3600 && result.records[0].launches == 2)
  }

  @Test func `a replica that leaves answers what it has, or moves on those that wait`() {
    func run(_ draining: Draining) -> (result: ServingResult, ends: [Int: Double], left: [Double]) {
      let pool = ReplicaPool(
        second, replicas: 2,
        PoolOperation(
          boot: .constant(10), draining: draining,
          scaling: Autoscaling(.schedule([(0, 2), (4.5, 1)], every: 1000), between: 1...2, every: 4.5)))
      var (ends, left): ([Int: Double], [Double]) = ([:], [])
      let result = ServingFleet(pool).serve(
        requests([0, 0, 0, 0, 3.75, 3.75, 3.75, 3.75]), streams, until: 60,
        observer: { if case .answered(let answer) = $0 { ends[answer.number] = answer.arrival + answer.endToEnd } },
        fleetObserver: { if $0.kind == .left { left.append($0.time) } })
      return (result, ends, left)
    }
    // At 4.5 s each has one at work since 3.75 s and one that waits.
    let finishing = run(.finishing)
    #expect(finishing.left == [5.75] && finishing.result.resent == 0)
    #expect([4, 5, 6, 7].map { finishing.ends[$0] } == [4.75, 4.75, 5.75, 5.75])
    let moving = run(.movingWaiting)
    #expect(moving.left == [4.75] && moving.result.resent == 1)
    #expect([4, 5, 6, 7].compactMap { moving.ends[$0] }.sorted() == [4.75, 4.75, 5.75, 6.75])
    #expect(finishing.result.records[0].drainingHours == 1.25 / 3600)
  }

  @Test func `what is spilled is served elsewhere with latencies of its own`() throws {
    let service = OverflowService("the API", timeToFirstToken: .constant(0.5), perToken: .constant(0.02))
    let fleet = ServingFleet(
      ReplicaPool(second, replicas: 1), waitingAtMost: 1, presentAtMost: 10, overflow: service)
    let source = ListedRequests(
      (0..<5).map { RequestTrace.Request(arrival: 0.1 * Double($0), inputTokens: 5, outputTokens: 11) })
    let result = fleet.serve(source, streams)
    let overflow = try #require(result.overflow)
    #expect(result.answered == 2 && result.spilled == 3 && overflow.endToEnd.count == 3)
    #expect(overflow.timeToFirstToken.maximum == 0.5 && overflow.endToEnd.minimum.map { abs($0 - 0.7) < 1e-12 } == true)
    let crowded = ServingFleet(ReplicaPool(second, replicas: 4), presentAtMost: 3).serve(
      requests([0, 0, 0, 0]), streams)
    #expect(crowded.spilled == 1 && crowded.answered == 3)
  }

  // MARK: - What is paid for

  @Test func `energy is that of the power curve, and of the building on top`() throws {
    let gpu = GPU(
      "test", memory: 80, bandwidth: 2, bf16: 300, power: 400,
      powerCurve: PowerCurve(least: 100, most: 300, middle: 2, idle: 60), source: "none")
    let known = Deployment(
      "two GPUs", StepCost(base: 1000, perPromptToken: 0, perContextToken: 0, perSequence: 0),
      batching: .continuous(sequences: 4, tokensPerStep: 4), kvTokens: 1600, contextLength: 1000, gpus: 2, gpu: gpu)
    let pool = ReplicaPool(known, replicas: 2, powerUsageEffectiveness: 1.25)
    // Three steps of a second, each with one request: the two that come at 10 s go to both replicas.
    let result = ServingFleet(pool).serve(
      ListedRequests(
        [0, 10, 10].map { RequestTrace.Request(arrival: $0, inputTokens: 1, outputTokens: 1) }), streams, until: 100)
    let one = 2 * gpu.powerCurve.watts(sequences: 1)
    let (steps, idle) = (result.replicas.reduce(0) { $0 + $1.busy }, 2 * 60.0)
    #expect(steps == 3)
    let joules = 3 * one + (200 - 3) * idle
    let record = result.records[0]
    #expect(try abs(#require(record.gpuEnergy) - joules / 3.6e6) < 1e-12)
    #expect(try abs(#require(result.energy) - 1.25 * joules / 3.6e6) < 1e-12)
    #expect(ServingFleet(ReplicaPool(second)).serve(requests([0]), streams).energy == nil)
  }

  @Test(arguments: [(PurchaseOption.onDemand, 2.0), (.reserved, 6.0), (.owned, 8.0)])
  func `what is reserved or owned is paid for whatever is in use`(purchaseOption: PurchaseOption, replicas: Double) {
    let pool = ReplicaPool(
      second, replicas: 2, purchase: purchaseOption,
      PoolOperation(
        boot: .constant(60), failures: ReplicaFailures(gpuHours: 1e12, spares: 2),
        scaling: Autoscaling(.schedule([(0, 2)]), between: 1...6)))
    let result = ServingFleet(pool).serve(requests([0]), streams, until: 3600)
    #expect(abs(result.paidGPUHours - replicas) < 1e-12 && result.records[0].servingHours == 2)
  }

  // MARK: - ValidationErrors

  @Test func `pools that cannot be run are refused`() {
    let scaling = Autoscaling(.schedule([(0, 2)]), between: 2...4)
    for build: () -> Void in [
      { _ = ReplicaPool(second, purchase: .spot(.interrupted(everyHours: 3, notice: 120))) },
      { _ = ReplicaPool(second, replicas: 5, PoolOperation(boot: .constant(1), scaling: scaling)) },
      { _ = ReplicaPool(second, replicas: 1, PoolOperation(boot: .constant(1), scaling: scaling)) },
      { _ = ReplicaPool(second, powerUsageEffectiveness: 0.9) }, { _ = PoolOperation(boot: .constant(-1)) },
      { _ = Autoscaling(.idleness(of: .sequences, above: 0.3, below: 0.3), between: 1...2) },
      { _ = Autoscaling(.idleness(of: .requests(perSecond: 0), above: 0.3, below: 0.1), between: 1...2) },
      { _ = Autoscaling(.waitingTime(above: 1, below: 2), between: 1...2) },
      { _ = Autoscaling(.schedule([(0, 2)]), between: 1...2, every: 0) },
      { _ = Autoscaling(.schedule([(0, 2)]), between: -1...0) },
      { _ = SpotMarket.interrupted(everyHours: 0, notice: 1) },
      { _ = SpotMarket.available([0...10, 5...20], notice: 1) },
      { _ = SpotMarket.available([0...10], every: 5, notice: 1) },
      { _ = ReplicaFailures(gpuHours: -1) }, { _ = ReplicaFailures(spares: -1) },
      { _ = OverflowService("x", timeToFirstToken: .constant(-1), perToken: .constant(0)) },
      { _ = ServingFleet(ReplicaPool(second), presentAtMost: -1) },
    ] {
      #expect(throws: InvalidValues.self) { try ValidationErrors.collecting(build) }
    }
  }
}

import Demand
import EventSimulation
import Glibc
import Randomness
import Testing

@testable import Serving

/// Replicas that fail and replicas that are taken away, against the formulas for them.
@Suite struct LostReplicaTests {
  /// Mean and half the 99.9 % interval of a measure over independent replications.
  private func estimate(_ measure: (Streams) -> Double) throws -> (mean: Double, margin: Double) {
    let tally = Tally((0..<25).map { measure(Streams(seed: 17, replication: $0)) })
    // Student's t for 24 degrees of freedom.
    return (try #require(tally.mean), 3.745 * (try #require(tally.standardDeviation)) / 5)
  }

  private func alone(seconds: Double) -> Deployment {
    Deployment(
      "alone", StepCost(base: 1000 * seconds, perPromptToken: 0, perContextToken: 0, perSequence: 0),
      batching: .oneAtATime, kvTokens: 1600, contextLength: 1000)
  }

  /// A life from launch to failure is exponential of mean 1 h; of it the boot of 0.1 h serves nothing, if it is survived;
  /// a repair takes 0.25 h on average. So a share exp(−0.1)/(1 + 0.25) of the time is served.
  @Test func `a replica with repair is there as long as two states say`() throws {
    let pool = ReplicaPool(
      alone(seconds: 1), purchase: .owned,
      PoolOperation(
        boot: .constant(360), failures: ReplicaFailures(gpuHours: 1, repairHours: .exponential(mean: 0.25))))
    let (share, margin) = try estimate { streams in
      let result = ServingFleet(pool).serve(ListedRequests([]), streams, until: 3600 * 220, warmUp: 3600 * 20)
      return result.records[0].servingHours / 200
    }
    let theory = exp(-0.1) / 1.25
    #expect(abs(share - theory) < margin, "there for \(share) ± \(margin) of the time, theory \(theory)")
    #expect(margin < 0.05 * theory)
  }

  /// Six replicas that each fail at a rate of 1 an hour and boot anew in a quarter of an hour on average, booting ones too:
  /// each serves for a share 3600/(3600 + 900) of the time, for itself.
  @Test func `of replicas that are replaced, as many serve as two states say`() throws {
    let pool = ReplicaPool(
      alone(seconds: 1), replicas: 6,
      PoolOperation(boot: .exponential(mean: 900), failures: ReplicaFailures(gpuHours: 1)))
    let (mean, margin) = try estimate { streams in
      let result = ServingFleet(pool).serve(
        ListedRequests([]), streams, until: 3600 * 220, warmUp: 3600 * 20)
      #expect(abs(result.records[0].servingHours + result.records[0].bootingHours - 1200) < 1e-6)
      return result.records[0].servingHours / 200
    }
    let theory = 6 * 3600.0 / 4500
    #expect(abs(mean - theory) < margin, "\(mean) ± \(margin) serve, theory \(theory)")
    #expect(margin < 0.03 * theory)
  }

  /// A request that begins anew after each failure takes (1/ν + E[R])·(exp(νS) − 1) from its begin: Gaver 1962, preemptive
  /// repeat with the same work. One that comes while the server is down waits for the rest of an exponential repair first.
  @Test func `work that is lost and done again takes as long as Gaver says`() throws {
    let (life, repair, service) = (100.0, 20.0, 10.0)
    let pool = ReplicaPool(
      alone(seconds: service), purchase: .owned,
      PoolOperation(
        boot: .constant(0),
        failures: ReplicaFailures(gpuHours: life / 3600, repairHours: .exponential(mean: repair / 3600))))
    let requests = (1...1500).map {
      RequestTrace.Request(arrival: 700 * Double($0), inputTokens: 5, outputTokens: 1)
    }
    var resent = 0
    let (mean, margin) = try estimate { streams in
      let result = ServingFleet(pool).serve(ListedRequests(requests), streams, until: 700 * 1502)
      resent += result.resent
      return result.endToEnd.mean ?? .nan
    }
    let theory = repair / (life + repair) * repair + (life + repair) * expm1(service / life)
    #expect(abs(mean - theory) < margin, "\(mean) ± \(margin) s, theory \(theory) s")
    #expect(margin < 0.05 * theory && resent > 2500)
  }

  @Test func `spot replicas are taken away at their rate, and only what was under way is lost`() throws {
    let market = SpotMarket.interrupted(everyHours: 2, notice: 120, backAfter: .exponential(mean: 600))
    let pool = ReplicaPool(
      alone(seconds: 30), replicas: 20, purchase: .spot(market), PoolOperation(boot: .constant(180)))
    let streams = Streams(seed: 3, replication: 0)
    let source = DrawnRequests(
      RenewalArrivals.poisson(.constant(0.3), from: streams.stream("arrivals")),
      lengths: TokenLengths(input: 5, output: 1), from: streams, named: "chat", until: 3600 * 100)
    let result = ServingFleet(pool).serve(source, streams, until: 3600 * 100)
    let record = result.records[0]
    let held = record.bootingHours + record.servingHours + record.drainingHours
    // A Poisson number, 99.9 %.
    let expected = held / 2
    #expect(abs(Double(record.interruptions) - expected) < 3.29 * expected.squareRoot(), "\(expected) were expected")
    #expect(record.interruptions > 800 && record.failures == 0)
    // Thirty seconds of work are done within the notice of two minutes, unless another waits before it.
    #expect(Double(result.resent) < 0.02 * Double(record.interruptions) + 5)
    #expect(abs(record.missingHours / Double(record.interruptions) * 3600 - 600) < 100)
  }

  @Test func `with windows of capacity everything goes and comes at once`() {
    let market = SpotMarket.available([0...1000, 3000...4000], every: 4000, notice: 100)
    let pool = ReplicaPool(
      alone(seconds: 300), replicas: 2, purchase: .spot(market), PoolOperation(boot: .constant(50)))
    var events: [FleetEvent] = []
    // The third is under way when the window ends: it is sent again, and begins anew at 3050.
    let source = ListedRequests(
      [0, 0, 750, 2000].map { RequestTrace.Request(arrival: $0, inputTokens: 5, outputTokens: 1) })
    var ends: [Double] = []
    let result = ServingFleet(pool).serve(
      source, Streams(seed: 1, replication: 0), until: 8000,
      observer: { if case .answered(let answer) = $0 { ends.append(answer.arrival + answer.endToEnd) } },
      fleetObserver: { events.append($0) })
    #expect(ends == [300, 300, 3350, 3350] && result.resent == 1)
    // The window that ends with the period goes on into the next.
    #expect(events.filter { $0.kind == .available(false) }.map(\.time) == [1000, 5000])
    #expect(events.filter { $0.kind == .available(true) }.map(\.time) == [3000, 7000])
    #expect(events.filter { $0.kind == .ready }.map(\.time) == [3050, 3050, 7050, 7050])
    #expect(events.filter { $0.kind == .noticed }.map(\.time) == [900, 900, 4900, 4900])
    #expect(events.filter { $0.kind == .interrupted(resent: 1) }.map(\.time) == [1000])
    #expect(result.records[0].interruptions == 4 && result.records[0].launches == 4)
  }

  @Test func `a spare stands in while the failed replica is repaired`() {
    // The first failure of each is drawn; with a repair that never ends, three replicas and two spares fail once each.
    let pool = ReplicaPool(
      alone(seconds: 1), replicas: 3, purchase: .owned,
      PoolOperation(
        boot: .constant(60),
        failures: ReplicaFailures(gpuHours: 10, repairHours: .constant(1e7), spares: 2, noticedAfter: 30)))
    var events: [FleetEvent] = []
    let result = ServingFleet(pool).serve(
      ListedRequests([]), Streams(seed: 4, replication: 0), until: 3600 * 2000, fleetObserver: { events.append($0) })
    let failed = events.filter { if case .failed = $0.kind { true } else { false } }.map(\.time)
    let launched = events.filter { $0.kind == .launched }.map(\.time)
    #expect(failed.count == 5 && result.records[0].failures == 5 && launched.count == 2)
    #expect(zip(failed, launched).allSatisfy { abs($1 - $0 - 30) < 1e-9 })
    #expect(result.records[0].paidGPUHours == 5 * 2000 && result.records[0].fewestServing == 0)
  }

  @Test func `a replica that was cleared out serves as a new one`() {
    let deployment = Deployment(
      "ours", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05),
      batching: .continuous(sequences: 5), kvTokens: 3000, contextLength: 4000)
    for number in 0..<60 {
      let random = RandomStream(seed: 9, replication: number, name: "requests")
      func draw(_ count: Int, from start: Double) -> [RequestState] {
        (0..<count).map {
          RequestState(
            number: $0, arrival: start + 0.05 * Double($0), input: Int32(1 + random.index(below: 900)),
            output: Int32(1 + random.index(below: 60)))
        }
      }
      func finish(_ replica: inout Replica, _ requests: [RequestState]) -> [Double] {
        var ends: [Double] = []
        var recorder = ServingRecorder { ends.append($0.arrival + $0.endToEnd) }
        var rest = requests[...]
        while true {
          if let next = rest.first, next.arrival <= replica.pending {
            _ = replica.join(next, at: next.arrival)
            rest.removeFirst()
          } else if replica.pending < .infinity {
            replica.proceed(into: &recorder)
          } else {
            return ends
          }
        }
      }
      var used = Replica(number: 0, deployment: deployment)
      var recorder = ServingRecorder()
      let first = draw(12, from: 0)
      for request in first {
        while used.pending < request.arrival { used.proceed(into: &recorder) }
        _ = used.join(request, at: request.arrival)
      }
      let until = 0.6 + random.uniform()
      while used.pending < until { used.proceed(into: &recorder) }
      let done = used.work.completed
      var left: [RequestState] = []
      used.evacuate(at: until, into: &left)
      #expect(done + left.count == 12 && left.allSatisfy { $0.written == 0 && $0.base == 0 && $0.started < 0 })
      #expect(used.memoryInUse == 0 && used.work.busy <= until + 1e-12)
      var new = Replica(number: 0, deployment: deployment)
      let second = draw(15, from: 3)
      #expect(finish(&used, second) == finish(&new, second))
    }
  }
}

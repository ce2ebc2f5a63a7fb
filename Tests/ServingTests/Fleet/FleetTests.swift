import EventSimulation
import Randomness
import Testing

@testable import Demand
@testable import Serving

@Suite struct Fleets {
  private static let cost = StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05)
  private let deployment = Deployment("ours", cost, kvTokens: 100_000, contextLength: 20_000)
  private let streams = Streams(seed: 5, replication: 0)

  private func requests(_ count: Int, every gap: Double, input: Int = 100, output: Int = 11) -> [RequestTrace.Request] {
    (0..<count).map { RequestTrace.Request(arrival: Double($0) * gap, inputTokens: input, outputTokens: output) }
  }

  private func replicas(
    of fleet: ServingFleet, _ requests: [RequestTrace.Request]
  ) -> (result: ServingResult, replicas: [Int]) {
    var replicas = Array(repeating: -1, count: requests.count)
    let result = fleet.serve(ListedRequests(requests), streams) { outcome in
      if case .answered(let result) = outcome { replicas[result.number] = result.replica }
    }
    return (result, replicas)
  }

  // MARK: - Routing

  @Test func `each replica in its turn`() {
    let fleet = ServingFleet(
      ReplicaPool(deployment, replicas: 2), ReplicaPool(deployment, replicas: 1), routing: .roundRobin)
    #expect(replicas(of: fleet, requests(7, every: 0.001)).replicas == [0, 1, 2, 0, 1, 2, 0])
  }

  @Test func `the least loaded of all is taken, and of equals the one that came to so few first`() {
    let fleet = ServingFleet(ReplicaPool(deployment, replicas: 3))
    // 0.12 s each: the fourth finds all with one; the sixth comes when the first three are done.
    let arrivals = [0, 0.001, 0.002, 0.003, 0.3, 0.301]
    let found = replicas(
      of: fleet, arrivals.map { RequestTrace.Request(arrival: $0, inputTokens: 100, outputTokens: 11) })
    #expect(found.replicas[0...3] == [0, 1, 2, 0])
    // Replicas 1 and 2 were empty before 0 was, which had two.
    #expect(found.replicas[4...5] == [1, 2])
  }

  /// Kiefer and Wolfowitz 1955: of one queue before c servers each request begins when it has come and the server that is
  /// free first is free.
  @Test func `a shared queue serves as the recursion of one queue before many servers`() {
    let alone = Deployment(
      "alone", Self.cost, batching: .oneAtATime, kvTokens: 1_000_000, contextLength: 100_000)
    let random = RandomStream(seed: 3, replication: 0, name: "shared")
    var arrival = 0.0
    let requests = (0..<400).map { _ in
      arrival += 0.23 * random.uniform()
      return RequestTrace.Request(
        arrival: arrival, inputTokens: 1 + random.index(below: 400), outputTokens: 1 + random.index(below: 60))
    }
    func latencies(_ fleet: ServingFleet, _ requests: [RequestTrace.Request]) -> [Double] {
      var latencies = Array(repeating: 0.0, count: requests.count)
      _ = fleet.serve(ListedRequests(requests), streams) { outcome in
        if case .answered(let answer) = outcome { latencies[answer.number] = answer.endToEnd }
      }
      return latencies
    }
    let durations = requests.map { request in
      latencies(
        ServingFleet(ReplicaPool(alone)),
        [RequestTrace.Request(arrival: 0, inputTokens: request.inputTokens, outputTokens: request.outputTokens)])[0]
    }
    let shared = latencies(ServingFleet(ReplicaPool(alone, replicas: 4), routing: .sharedQueue), requests)
    var free = [0.0, 0, 0, 0]
    var waited = 0
    for (number, request) in requests.enumerated() {
      let first = free.indices.min { free[$0] < free[$1] } ?? 0
      let begins = max(free[first], request.arrival)
      waited += begins > request.arrival ? 1 : 0
      free[first] = begins + durations[number]
      // Times are rounded to nanoseconds at each step.
      #expect(abs(shared[number] - (free[first] - request.arrival)) < 1e-6)
    }
    #expect(waited > 100)
    // A queue of each replica makes some wait behind a long answer while another replica is idle.
    let apart = latencies(ServingFleet(ReplicaPool(alone, replicas: 4)), requests)
    #expect(apart.reduce(0, +) > 1.02 * shared.reduce(0, +))
  }

  @Test func `a shared queue has as many places as its replicas`() {
    let alone = Deployment(
      "alone", Self.cost, batching: .oneAtATime, kvTokens: 1_000_000, contextLength: 100_000)
    let fleet = ServingFleet(ReplicaPool(alone, replicas: 3), routing: .sharedQueue, waitingAtMost: 2)
    // Three run and six wait.
    #expect(fleet.serve(ListedRequests(requests(12, every: 0.001)), streams).spilled == 3)
  }

  @Test func `by length, long prompts keep out of the way of short ones`() {
    let fleet = ServingFleet(
      ReplicaPool(deployment, replicas: 2), ReplicaPool(deployment, replicas: 2), ReplicaPool(deployment),
      routing: .byLength(atMost: [100, 1000]))
    let lengths = [100, 101, 1000, 1001, 5000, 1, 1]
    let found = replicas(
      of: fleet,
      lengths.enumerated().map {
        RequestTrace.Request(arrival: 0.001 * Double($0), inputTokens: $1, outputTokens: 50)
      })
    #expect(found.replicas == [0, 2, 3, 4, 4, 1, 0])
  }

  @Test func `the least-loaded index agrees with counting, as replicas open and close`() {
    let random = RandomStream(seed: 8, replication: 0, name: "board")
    var index = LeastLoadedIndex(capacity: 6)
    var counts = Array(repeating: 0, count: 6)
    var isOpen = Array(repeating: false, count: 6)
    for _ in 0..<5000 {
      let replica = random.index(below: 6)
      switch random.index(below: 10) {
      case 0:
        if isOpen[replica] { index.close(replica) } else { index.open(replica) }
        isOpen[replica].toggle()
      case 1...5:
        index.add(to: replica)
        counts[replica] += 1
      default:
        let number = random.index(below: 1 + counts[replica])
        index.remove(number, from: replica)
        counts[replica] -= number
      }
      let least = (0..<6).filter { isOpen[$0] }.map { counts[$0] }.min()
      #expect(index.leastLoaded.map { counts[$0] } == least)
      #expect(index.leastLoaded.map { isOpen[$0] } != false)
      #expect((0..<6).allSatisfy { index.count(of: $0) == counts[$0] })
    }
  }

  @Test func `the better informed the routing, the shorter the wait`() throws {
    func wait(_ routing: Routing) throws -> Double {
      let small = deployment.batching(.continuous(sequences: 4))
      let source = DrawnRequests(
        RenewalArrivals.poisson(.constant(30), from: streams.stream("arrivals")), lengths: .azureConversation,
        from: streams, named: "chat", until: 120)
      return try #require(
        ServingFleet(ReplicaPool(small, replicas: 30), routing: routing).serve(source, streams, warmUp: 30).queue.mean)
    }
    let (turns, choices, least) = (try wait(.roundRobin), try wait(.twoChoices), try wait(.leastLoaded))
    #expect(least < choices && choices < turns, "\(least), \(choices) and \(turns) s")
  }

  // MARK: - What is not served

  @Test func `a request that can never fit is told, and delays nobody`() {
    let fleet = ServingFleet(
      ReplicaPool(Deployment("small", Self.cost, kvTokens: 1000, contextLength: 2000)))
    var told: [Int: LengthLimit] = [:]
    let lengths = [(100, 10), (1500, 600), (900, 200), (900, 92)]
    let result = fleet.serve(
      ListedRequests(
        lengths.map { RequestTrace.Request(arrival: 0, inputTokens: $0.0, outputTokens: $0.1) }), streams
    ) { outcome in
      if case .refused(let number, let limit) = outcome { told[number] = limit }
    }
    #expect(told == [1: .context(2000), 2: .memory(992)])
    #expect(result.arrived == 4 && result.refused == 2 && result.answered == 2)
    #expect(LengthLimit.memory(992).description.contains("992 tokens"))
  }

  @Test func `a request that finds too many waiting is spilled and counted with its tokens`() throws {
    let fleet = ServingFleet(
      ReplicaPool(deployment.batching(.oneAtATime), replicas: 2), routing: .leastLoaded, waitingAtMost: 1)
    var spilled: [Int] = []
    let result = fleet.serve(ListedRequests(requests(7, every: 0.001)), streams) { outcome in
      if case .spilled(let number) = outcome { spilled.append(number) }
    }
    // Two are served, two wait.
    #expect(spilled == [4, 5, 6] && result.spilled == 3 && result.answered == 4 && result.arrived == 7)
    #expect(result.spilledInputTokens == 300 && result.spilledOutputTokens == 33)
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting { _ = ServingFleet(ReplicaPool(deployment), waitingAtMost: -1) }
    }
  }

  /// One is served for longer than the rest take to arrive. A batch request is admitted while fewer than two wait, a sheddable
  /// one where nobody does, and a critical one always.
  @Test func `a class is admitted while fewer wait than its limit`() throws {
    let classes: [ServiceClass] = [
      .batch, .sheddable, .sheddable, .critical, .batch, .critical, .standard, .standard, .critical,
    ]
    let requests = classes.enumerated().map { number, one in
      InferenceRequest(arrival: 0.001 * Double(number), inputTokens: 100, outputTokens: 50, serviceClass: one)
    }
    func spilled(_ fleet: ServingFleet) -> [Int] {
      var spilled: [Int] = []
      _ = fleet.serve(ListedRequests(requests), streams) { outcome in
        if case .spilled(let number) = outcome { spilled.append(number) }
      }
      return spilled
    }
    let alone = ReplicaPool(deployment.batching(.oneAtATime))
    // 0 runs; 1 finds nobody waiting; 2 finds one and is spilled; 3 waits; 4 finds two and is spilled; the others have no limit.
    #expect(spilled(ServingFleet(alone, admission: [.batch: 2, .sheddable: 1])) == [2, 4])
    // With a limit of three for all, 5 is the third that waits; 6, 7 and 8 find three.
    #expect(spilled(ServingFleet(alone, waitingAtMost: 3, admission: [.batch: 2, .sheddable: 1])) == [2, 4, 6, 7, 8])
    // A shared queue counts as one.
    #expect(
      spilled(ServingFleet(alone, routing: .sharedQueue, admission: [.batch: 2, .sheddable: 1])) == [2, 4])
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting { _ = ServingFleet(alone, admission: [.batch: -1]) }
    }
  }

  @Test func `fleets that cannot be are refused`() {
    for build in [
      { ServingFleet([]) }, { ServingFleet(ReplicaPool(deployment, replicas: 0)) },
      { ServingFleet(ReplicaPool(deployment), routing: .byLength(atMost: [100])) },
      {
        ServingFleet(
          ReplicaPool(deployment), ReplicaPool(deployment), ReplicaPool(deployment), routing: .byLength(atMost: [9, 5]))
      },
    ] {
      #expect(throws: InvalidValues.self) { try ValidationErrors.collecting { _ = build() } }
    }
  }

  // MARK: - Rules

  @Test func `a fixed batch is given out when its longest answer is done`() {
    let fleet = ServingFleet(ReplicaPool(deployment.batching(.fixed(sequences: 2))))
    var answers: [RequestResult] = []
    let outputs = [1, 5, 20, 3]
    let result = fleet.serve(
      ListedRequests(outputs.map { RequestTrace.Request(arrival: 0, inputTokens: 10, outputTokens: $0) }), streams
    ) { outcome in
      if case .answered(let answer) = outcome { answers.append(answer) }
    }
    let ends = answers.sorted { $0.number < $1.number }.map(\.endToEnd)
    #expect(ends[0] == ends[1] && abs(ends[2] - ends[3]) < 1e-12 && ends[2] > ends[1])
    // Prompts of the second batch wait for the whole of the first: its prompts and four steps.
    let second = answers.first { $0.number == 2 }
    #expect(second.map { abs($0.queue - ends[0]) < 1e-12 } == true)
    #expect(result.replicas[0].paddingTokens == 4 + 17 && result.replicas[0].steps == 5 + 20)
  }

  @Test func `where prompts are all there is, an answer takes one token whatever its length`() {
    let fleet = ServingFleet(ReplicaPool(deployment.batching(.promptsOnly(sequences: 8, tokensPerStep: 250))))
    let result = fleet.serve(ListedRequests(requests(5, every: 0, input: 100, output: 500)), streams)
    // 500 tokens in steps of 250.
    #expect(result.replicas[0].steps == 2 && result.outputTokens == 5 && result.inputTokens == 500)
    #expect(result.timePerOutputToken.count == 0 && result.endToEnd.maximum == result.timeToFirstToken.maximum)
  }

  @Test func `one at a time, a request takes what it takes alone`() {
    let fleet = ServingFleet(ReplicaPool(deployment.batching(.oneAtATime)))
    let result = fleet.serve(ListedRequests(requests(3, every: 100, input: 3000, output: 40)), streams)
    let alone = Self.cost.secondsAlone(inputTokens: 3000, outputTokens: 40)
    #expect(
      [result.endToEnd.minimum, result.endToEnd.maximum].allSatisfy { $0.map { abs($0 - alone) < 1e-12 } == true })
    #expect(result.utilisation.map { abs($0 - 3 * alone / (200 + alone)) < 1e-12 } == true)
  }

  @Test func `overheads delay what is seen and keep no GPU busy`() throws {
    let overheads = FixedOverheads(beforeQueue: 0.5, perToken: 0.01, atEnd: 0.25)
    let slow = Deployment("ours", Self.cost, overheads: overheads, kvTokens: 100_000, contextLength: 20_000)
    let source = requests(1, every: 1, output: 11)
    let (plain, late) = (results(of: source, on: deployment), results(of: source, on: slow))
    let (one, other) = (plain.1[0], late.1[0])
    #expect(abs(other.timeToFirstToken - one.timeToFirstToken - 0.51) < 1e-12)
    #expect(abs(other.endToEnd - one.endToEnd - 0.5 - 0.11 - 0.25) < 1e-12 && other.queue == 0.5)
    #expect(abs(plain.0.replicas[0].busy - late.0.replicas[0].busy) < 1e-12)
  }

  // MARK: - Observation

  @Test func `what was before the warm-up counts for nothing, and the end cuts off what is under way`() throws {
    let fleet = ServingFleet(ReplicaPool(deployment, replicas: 2))
    let source = requests(100, every: 0.1)
    let result = fleet.serve(ListedRequests(source), streams, until: 8, warmUp: 4)
    #expect(result.start == 4 && result.end == 8 && result.arrived == 40 + 1)
    // A request takes 0.116 s, hardly more beside another: that of 7.9 and that of 8 are not done.
    let alone = Self.cost.secondsAlone(inputTokens: 100, outputTokens: 11)
    #expect(result.answered == 39)
    let (utilisation, inSystem) = (try #require(result.utilisation), try #require(result.meanInSystem))
    #expect(abs(utilisation - alone * 10 / 2) < 0.01 && abs(inSystem - alone * 10) < 0.02)
    #expect(result.replicas.allSatisfy { $0.busy <= 4 })
  }

  @Test func `the same streams give the same results, whatever else is drawn`() {
    func fingerprint(_ seed: UInt64) -> [Double?] {
      let streams = Streams(seed: seed, replication: 3)
      let source = DrawnRequests(
        RenewalArrivals.poisson(.constant(20), from: streams.stream("arrivals")), lengths: .azureConversation,
        from: streams, named: "chat", until: 60)
      let result = ServingFleet(ReplicaPool(deployment, replicas: 6), routing: .twoChoices).serve(source, streams)
      return [
        result.endToEnd.mean, result.timeToFirstToken.percentile(99), result.utilisation, Double(result.answered),
      ]
    }
    #expect(fingerprint(1) == fingerprint(1) && fingerprint(1) != fingerprint(2))
  }

  @Test func `a trace is served at its own pace or faster`() throws {
    let text = "arrival_s,input_tokens,output_tokens\n0,100,5\n1,100,5\n3,100,0\n"
    let trace = try RequestTrace(csv: text, file: "t.csv")
    let fleet = ServingFleet(ReplicaPool(deployment))
    let slow = fleet.serve(TraceArrivals(trace), streams)
    let fast = fleet.serve(TraceArrivals(trace, timesRate: 3), streams)
    #expect(slow.answered == 3 && fast.answered == 3 && slow.end > 3 && fast.end < 1.1)
    #expect(slow.outputTokens == 11)
  }
}

import Demand
import EventSimulation
import Randomness
import Testing
import ValidationRecord

@testable import Serving

/// The limits in which a replica is a queue with a formula.
@Suite struct `Replicas and queueing theory` {
  private func requests(_ streams: Streams, rate: Double, lengths: TokenLengths, until end: Double)
    -> some RequestSource
  {
    DrawnRequests(
      RenewalArrivals.poisson(.constant(rate), from: streams.stream("arrivals")), lengths: lengths, from: streams,
      named: "chat", until: end)
  }

  /// Mean and half the 99.9 % interval of a measure over independent replications.
  private func estimate(_ replications: Int, _ measure: (Streams) -> Double) throws -> (mean: Double, margin: Double) {
    let tally = Tally((0..<replications).map { measure(Streams(seed: 11, replication: $0)) })
    // Student's t for 24 degrees of freedom.
    try #require(replications == 25)
    let deviation = try #require(tally.standardDeviation)
    return (try #require(tally.mean), 3.745 * deviation / Double(replications).squareRoot())
  }

  /// With no cost but that of a sequence in a step, a step gives everyone the same share: processor sharing, whose mean
  /// sojourn depends on the mean length alone. Kleinrock 1975, section 4.4: E[S]/(1 − ρ).
  @Test(arguments: [
    Distribution.exponential(mean: 400), .constant(400), .mixture([(0.8, .constant(150)), (0.2, .constant(1400))]),
  ])
  func `without a base, a crowd shares a replica as in M/G/1 processor sharing`(output: Distribution) throws {
    let cost = StepCost(base: 0, perPromptToken: 0, perContextToken: 0, perSequence: 1)
    let deployment = Deployment(
      "sharing", cost, batching: .continuous(sequences: 5000, tokensPerStep: 5000), kvTokens: 1_000_000_000,
      contextLength: 1_000_000)
    let load = 0.6
    let (mean, margin) = try estimate(25) { streams in
      let requests = requests(
        streams, rate: load / 0.4, lengths: TokenLengths(input: 1, output: output), until: 1200)
      return ServingFleet(ReplicaPool(deployment)).serve(requests, streams, warmUp: 200).endToEnd.mean ?? .nan
    }
    // A request waits for the end of a step and leaves at the end of one: a few hundredths of the mean length, 1/400.
    let theory = 0.4 / (1 - load)
    #expect(
      Validation.estimate(
        .replicaTheory, "M/G/1 processor sharing, load 0.6, answers \(output)", "mean sojourn, s", expected: theory,
        found: mean, halfWidth: margin, tolerance: 0.005), "mean sojourn \(mean) ± \(margin) s, theory \(theory) s")
    #expect(margin < 0.1 * theory)
  }

  /// A replica on which nobody may wait is a loss system. Erlang 1917: the share lost depends on the mean duration alone.
  @Test(arguments: [1, 3, 8], [Distribution.exponential(mean: 1000), .constant(1000)])
  func `with no room to wait, a replica loses the share of Erlang's formula`(
    places: Int, output: Distribution
  ) throws {
    let cost = StepCost(base: 1, perPromptToken: 0, perContextToken: 0, perSequence: 0)
    let deployment = Deployment(
      "loss", cost, batching: .continuous(sequences: places), kvTokens: 10_000_000, contextLength: 1_000_000)
    let load = 0.7 * Double(places)
    let (mean, margin) = try estimate(25) { streams in
      let requests = requests(streams, rate: load, lengths: TokenLengths(input: 1, output: output), until: 2000)
      let result = ServingFleet(ReplicaPool(deployment), waitingAtMost: 0).serve(requests, streams, warmUp: 20)
      return Double(result.spilled) / Double(result.arrived)
    }
    var theory = 1.0
    for place in 1...places { theory = load * theory / (Double(place) + load * theory) }
    // A request holds its place for half a step more or less, a thousandth of its duration.
    #expect(
      Validation.estimate(
        .replicaTheory, "Erlang's loss formula, \(places) places, answers \(output)", "share lost", expected: theory,
        found: mean, halfWidth: margin, tolerance: 0.003), "lost \(mean) ± \(margin), theory \(theory)")
    #expect(margin < 0.1 * theory)
  }

  @Test func `one at a time, the wait is that of Pollaczek and Khinchine`() throws {
    let cost = StepCost(base: 5, perPromptToken: 0.1, perContextToken: 0, perSequence: 0)
    let deployment = Deployment(
      "alone", cost, batching: .oneAtATime, kvTokens: 1_000_000, contextLength: 100_000)
    // A prompt of 50 takes 10 ms; answers of 19 or 199 tokens make it 0.1 or 1 s.
    let lengths = TokenLengths(input: 50, output: .mixture([(0.8, .constant(19)), (0.2, .constant(199))]))
    let service = 0.8 * 0.1 + 0.2 * 1
    let squares = 0.8 * 0.01 + 0.2 * 1
    let theory = MG1Queue(
      arrivalRate: 2, meanService: service, serviceVariation: squares / (service * service) - 1)
    var utilisation = Tally()
    let (mean, margin) = try estimate(25) { streams in
      let result = ServingFleet(ReplicaPool(deployment)).serve(
        requests(streams, rate: 2, lengths: lengths, until: 2500), streams, until: 2500, warmUp: 100)
      utilisation.add(result.utilisation ?? .nan)
      #expect(result.meanBatch == 1)
      return result.queue.mean ?? .nan
    }
    #expect(
      Validation.estimate(
        .replicaTheory, "M/G/1, one request at a time, load 0.56", "mean wait, s", expected: theory.meanWait,
        found: mean, halfWidth: margin), "mean wait \(mean) ± \(margin) s, theory \(theory.meanWait) s")
    #expect(margin < 0.15 * theory.meanWait)
    let share = try #require(utilisation.mean)
    #expect(abs(share - theory.utilisation) < 0.02)
  }

  @Test(arguments: [Routing.roundRobin, .leastLoaded, .twoChoices, .byLength(atMost: [800])])
  func `requests in the fleet are their rate times their time in it`(routing: Routing) throws {
    let deployment = Deployment(
      "little", StepCost(base: 12, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05),
      batching: .continuous(sequences: 16), kvTokens: 30_000, contextLength: 20_000)
    let fleet = ServingFleet(
      [ReplicaPool(deployment, replicas: 2), ReplicaPool(deployment, replicas: 1)], routing: routing)
    let streams = Streams(seed: 3, replication: 0)
    var (sojourn, atWork, count) = (0.0, 0.0, 0)
    let result = fleet.serve(
      requests(streams, rate: 7, lengths: .azureConversation, until: 120), streams
    ) { outcome in
      guard case .answered(let request) = outcome else { return }
      count += 1
      sojourn += request.endToEnd
      if request.preemptions == 0 { atWork += request.endToEnd - request.queue }
    }
    let span = result.end - result.start
    #expect(count == result.answered && count == result.arrived && count > 700)
    let (inFleet, busy) = (try #require(result.meanInSystem), try #require(result.meanAtWork))
    #expect(
      Validation.agreement(
        .replicaTheory, "Little's law of a fleet of three replicas, under four ways of routing", with: "the same run",
        figures: 1, worst: abs(inFleet * span / sojourn - 1), within: 1e-9))
    #expect(result.preemptions > 0 || abs(busy * span / atWork - 1) < 1e-9)
    #expect(result.replicas.allSatisfy { $0.busy <= span && $0.peakMemory <= 1 && $0.completed > 50 })
  }
}

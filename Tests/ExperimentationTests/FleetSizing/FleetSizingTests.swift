import EventSimulation
import Randomness
import Serving
import Testing

@testable import Demand
@testable import Experimentation

/// The smallest fleet, where theory knows what a fleet of one size does.
@Suite struct FleetSizingTests {
  /// Answers of a thousand steps of 0.1 ms on average, one at a time: service times are exponential with mean 0.1 s.
  private let alone = Deployment(
    "alone", StepCost(base: 0.1, perPromptToken: 0, perContextToken: 0, perSequence: 0),
    batching: .continuous(sequences: 1, tokensPerStep: 4096), kvTokens: 1 << 20, contextLength: 1 << 20)

  private let pattern = RequestPattern(
    "exponential", source: "made up", measuredRate: 1,
    .drawn(.constant, .exponential, TokenLengths(input: .constant(1), output: .exponential(mean: 1000))))

  /// Whether a value lies within the 99.9 % interval of an estimate from 20 windows: Student's t of 19 degrees of freedom
  /// is 3.883 there, and 2.093 for the 95 % of the estimate.
  private func agrees(_ estimate: Estimate, _ theory: Double) -> Bool {
    abs(estimate.value - theory) < (estimate.high - estimate.value) * 3.883 / 2.093
  }

  /// Six requests a second at one replica are M/M/1 at load 0.6: 0.6·exp(−4·0.8) = 2.4 % wait longer than 0.8 s.
  @Test func `one replica with one request at a time waits as M/M/1 does`() throws {
    let level = ServiceLevel(.wait, p95: .milliseconds(800))
    let sizing = try FleetSizing(alone, pattern: pattern, levels: [level], requestsOfWindow: 4000, seed: 3)
    let answer = try sizing.leastFleet(at: 6)
    #expect(answer.replicas == 1)
    let look = try #require(answer.look)
    let theory = MMcQueue(arrivalRate: 6, serviceRate: 10).probability(waitLongerThan: 0.8)
    #expect(look.verdict == .holds && look.windows == 20)
    #expect(agrees(look.levels[0].share, 1 - theory), "\(look.levels[0].share), theory \(1 - theory)")
    #expect(abs(look.utilisation - 0.6) < 0.03)
  }

  /// Requests choose their replica when they come, so as many servers as M/M/c has are not quite enough, and one or two
  /// more are.
  @Test func `a fleet that serves one at a time is little larger than Erlang C says`() throws {
    let level = ServiceLevel(.wait, p95: .milliseconds(100))
    let sizing = try FleetSizing(alone, pattern: pattern, levels: [level], windows: 10, requestsOfWindow: 2000, seed: 3)
    let answer = try sizing.leastFleet(at: 80)
    let formulas = StaffingFormulas(sizing.sample, rate: 80, level: level)
    #expect(abs(formulas.offeredLoad / 8 - 1) < 0.05)
    #expect(answer.replicas >= formulas.oneAtATime && answer.replicas <= formulas.oneAtATime + 2)
    #expect(answer.look?.verdict == .holds)
    if let below = answer.look(at: answer.replicas - 1) { #expect(below.verdict != .holds) }
  }

  /// Alone on a replica, 95 % of the requests just stay within the limit: of a few windows some have more, and no fleet is
  /// surely above it.
  @Test func `a search for a limit that no fleet surely meets ends`() throws {
    let floor = try RequestSample(pattern, on: alone).floor(ServiceLevel(.endToEnd, p95: .seconds(1)))
    let level = ServiceLevel(.endToEnd, p95: .microseconds(Int64((floor * 1.0001 * 1e6).rounded(.up))))
    for seed in 1...4 as ClosedRange<UInt64> {
      let sizing = try FleetSizing(
        alone, pattern: pattern, levels: [level], windows: 4, requestsOfWindow: 100, seed: seed)
      var looks = 0
      _ = try? sizing.leastFleet(at: 5) { _ in looks += 1 }
      #expect(looks < 150)
    }
  }

  /// Every size meets the same requests, so a larger one is not luckier: its share is no smaller, but for rounding.
  @Test func `a larger fleet holds no less`() throws {
    let deployment = Deployment(
      "small", StepCost(base: 10, perPromptToken: 0.1, perContextToken: 0, perSequence: 0.1),
      batching: .continuous(sequences: 32, tokensPerStep: 512), kvTokens: 1 << 16, contextLength: 1 << 14)
    let sizing = try FleetSizing(
      deployment, pattern: .azureConversation, levels: [ServiceLevel(.timeToFirstToken, p95: .seconds(1))], windows: 6,
      requestsOfWindow: 500)
    let answer = try sizing.leastFleet(at: 30)
    let shares = answer.looks.filter { $0.windows >= 4 }.map { $0.levels[0].share.value }
    for (smaller, larger) in zip(shares, shares.dropFirst()) { #expect(larger >= smaller - 0.005) }
  }

  /// Batches of requests of one length fall into step with each other, long after a warm-up that suffices for others. What
  /// the fleet does in the long run is one simulation without a search.
  @Test func `requests of one length get the fleet that holds in the long run`() throws {
    let deployment = Deployment(
      "small", StepCost(base: 10, perPromptToken: 0.1, perContextToken: 1e-4, perSequence: 0.05),
      batching: .continuous(sequences: 64, tokensPerStep: 2048), kvTokens: 1 << 18, contextLength: 1 << 14)
    let pattern = RequestPattern(
      "one length", source: "made up", measuredRate: 1,
      .drawn(.constant, .exponential, TokenLengths(input: .constant(1000), output: .constant(100))))
    let level = ServiceLevel(.timeToFirstToken, p95: .milliseconds(400))
    let sizing = try FleetSizing(
      deployment, pattern: pattern, levels: [level], windows: 10, requestsOfWindow: 1000, seed: 2)
    let answer = try sizing.leastFleet(at: 12)
    #expect(answer.isSettled)

    func share(_ replicas: Int) -> Double {
      let streams = Streams(seed: 99, replication: 0)
      var (within, count) = (0.0, 0.0)
      _ = ServingFleet(ReplicaPool(deployment, replicas: replicas)).serve(
        pattern.requests(perSecond: 12, from: streams, named: "load", until: 20_000), streams, until: 20_000,
        observer: { outcome in
          guard case .answered(let result) = outcome, result.arrival > 2000 else { return }
          count += 1
          if result.timeToFirstToken <= level.limit { within += 1 }
        })
      return within / count
    }
    let (found, below) = (share(answer.replicas), share(answer.replicas - 1))
    #expect(found >= 0.95 - 0.005 && below < 0.95 + 0.005, "\(answer.replicas): \(found), one fewer: \(below)")
  }

  @Test func `a level beyond an idle replica, and a load beyond the fleet, are refused with what is missing`() throws {
    let beyond = ServiceLevel(.endToEnd, p95: .milliseconds(10))
    #expect(throws: FleetSizingError.self) { try FleetSizing(alone, pattern: pattern, levels: [beyond]) }
    let level = ServiceLevel(.wait, p95: .seconds(1))
    let sizing = try FleetSizing(alone, pattern: pattern, levels: [level], windows: 4, requestsOfWindow: 200)
    let refusal = try #require(throws: FleetSizingError.self) { try sizing.leastFleet(at: 100, atMost: 4) }
    #expect(refusal.description.contains("the queue grows without end") && refusal.description.contains("at least 1"))
  }

  /// Of n replicas, each there with probability 1000/1010, at least two: 1 − (1 − a)ⁿ − n·a·(1 − a)ⁿ⁻¹.
  @Test func `spares are as many as the binomial distribution asks for`() {
    let deployment = Deployment(.llama8B, on: .h100)
    let hours = deployment.gpu?.hoursBetweenFailures ?? 50_677
    let spares = SpareReplicas(needed: 2, of: deployment, repairHours: hours / 100, availability: 0.9999)
    let there = 1 / 1.01
    #expect(abs(spares.availabilityOfOne - there) < 1e-12)
    func enough(_ count: Double) -> Double {
      let missing = 1 - there
      var power = 1.0
      for _ in 1..<Int(count) { power *= missing }
      return 1 - power * missing - count * there * power
    }
    #expect(enough(3) < 0.9999 && enough(4) >= 0.9999)
    #expect(spares.replicas == 4 && abs(spares.availability - enough(4)) < 1e-12)
  }
}

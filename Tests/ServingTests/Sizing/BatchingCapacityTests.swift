import Demand
import EventSimulation
import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Serving

@Suite struct `What fleets with continuous batching carry` {
  /// Short answers and few tokens, so that a test simulates quickly.
  private static let lengths = TokenLengths(input: .uniform(50, 150), output: .uniform(10, 30))
  private static let deployment = Deployment(
    "small", StepCost(base: 10, perPromptToken: 0.02, perContextToken: 1e-4, perSequence: 0.1), kvTokens: 50_000,
    contextLength: 4096)

  private func basis(_ levels: ServiceLevel..., deployment: Deployment = deployment) -> CapacityBasis {
    CapacityBasis(
      deployment: deployment, mix: RequestMix(lengths: Self.lengths, gaps: .exponential), levels: levels)
  }

  private func curve(_ basis: CapacityBasis, effort: Double = 0.2) -> CapacityCurve {
    let found = CapacitySearch(basis: basis, effort: effort).find()
    return CapacityCurve.scaled(
      zip(CapacitySearch.sizes, found.rates).map { .init(replicas: Double($0), load: $1) }, basis: { basis },
      method: "a test",
      cut: 0,
      profile: LoadProfile(points: found.profile))
  }

  @Test func `at the rate found a fleet holds the level on other draws, and a tenth above it does not`() {
    let basis = basis(ServiceLevel(.timePerOutputToken, p95: .milliseconds(20)))
    let found = CapacitySearch(basis: basis, effort: 0.2).find()
    for (size, rate) in zip(CapacitySearch.sizes, found.rates).prefix(4) {
      func strain(_ factor: Double) -> Double {
        basis.strain(
          of: basis.simulate(size, factor * rate, warmUp: 5, max(6000 / rate, 12), Streams(seed: 9, replication: size)))
      }
      // The percentile of 6000 requests that depend on each other is known to some per cent.
      #expect(
        Validation.comparison(
          .capacity, "\(size) \(size == 1 ? "replica" : "replicas") at the highest rate found, out of sample",
          "95 % quantile of the time per token over its limit", expected: 1, found: strain(1), tolerance: 0.06),
        "\(size)")
      #expect(strain(1.1) > 1.02, "\(size)")
      #expect(strain(0.9) < 0.98, "\(size)")
    }
  }

  /// A step of the large model takes 10 ms, and one of four drafts and their verification 14 ms for 2.7 tokens or so.
  @Test func `drafts raise what a replica carries, in closed form and simulated`() throws {
    let draft = StepCost(base: 1, perPromptToken: 0.002, perContextToken: 0, perSequence: 0)
    let plain = Self.deployment.batching(.continuous(sequences: 8))
    let drafting = plain.speculating(SpeculativeDecoding(drafting: 4, acceptance: 0.7, by: draft))
    var rates: [Double] = []
    for (name, deployment) in [("without drafts", plain), ("with four drafts", drafting)] {
      // Far above what it carries: its batch is full but at the end.
      let streams = Streams(seed: 3, replication: 0)
      let requests = DrawnRequests(
        RenewalArrivals.poisson(.constant(2000), from: streams.stream("arrivals")), lengths: Self.lengths,
        from: streams, named: "load", until: 2)
      let result = ServingFleet(ReplicaPool(deployment)).serve(requests, streams)
      let rate = Double(result.answered) / result.end
      let formula = BatchLoad(RequestMix(lengths: Self.lengths, gaps: .exponential), on: deployment).greatestRate
      #expect(
        Validation.comparison(
          .capacity, "a replica of 8 sequences that is never idle, \(name)", "requests a second in closed form",
          expected: rate, found: formula, tolerance: 0.05))
      rates.append(rate)
    }
    #expect(rates[1] / rates[0] > 1.5)
    // A token of the large model alone takes longer than that.
    let fast = ServiceLevel(.timePerOutputToken, p95: .milliseconds(9))
    let refused = try #require(throws: InvalidValues.self) {
      try ValidationErrors.collecting { _ = CapacityCurve.batching(plain, lengths: Self.lengths, within: fast) }
    }
    #expect(refused.description.contains("a step takes 0.01 s"), "\(refused)")
    let found = CapacitySearch(basis: basis(fast, deployment: drafting), effort: 0.2).find()
    #expect(found.rates.allSatisfy { $0 > 0 }, "\(found.rates)")
    #expect(CapacityCurve.closedForm(drafting, lengths: Self.lengths, within: fast).highestRate(of: 1) > 0)
    // The queueing formula of one request at a time has no drafts, and says so.
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        _ = CapacityCurve.oneAtATime(drafting, lengths: Self.lengths, within: ServiceLevel(.endToEnd, p95: .seconds(5)))
      }
    }
  }

  @Test func `all levels are held, and the one that is hardest to hold decides`() {
    let token = ServiceLevel(.timePerOutputToken, p95: .milliseconds(20))
    let first = ServiceLevel(.timeToFirstToken, p95: .seconds(3))
    let both = CapacitySearch(basis: basis(token, first), effort: 0.1).find()
    let alone = CapacitySearch(basis: basis(token), effort: 0.1).find()
    // The windows of a level with a queue are longer, so the draws are not the same.
    for (one, other) in zip(both.rates, alone.rates) { #expect(abs(one / other - 1) < 0.06, "\(one), \(other)") }
  }

  @Test func `more replicas carry more each, and more load never needs fewer`() {
    let curve = curve(basis(ServiceLevel(.timeToFirstToken, p95: .milliseconds(60))), effort: 0.1)
    var before = 0
    for rate in stride(from: 1.0, through: 3000, by: 7) {
      let replicas = curve.replicas(for: rate)
      #expect(replicas >= before)
      #expect(curve.busyReplicas(at: rate, of: replicas) <= Double(replicas) * 1.02)
      before = replicas
    }
  }

  @Test func `replicas that serve one at a time carry what the queueing formula says`() {
    let alone = Self.deployment.batching(.oneAtATime)
    let level = ServiceLevel(.wait, p95: .milliseconds(200))
    let simulated = curve(basis(level, deployment: alone), effort: 0.5)
    let formula = CapacityCurve.oneAtATime(Self.deployment, lengths: Self.lengths, within: level)
    for rate in [5.0, 20, 60, 150, 300] {
      let (one, other) = (Double(simulated.replicas(for: rate)), Double(formula.replicas(for: rate)))
      #expect(
        Validation.comparison(
          .capacity, "one request at a time, \(rate) requests a second", "replicas: M/G/c, simulated", expected: other,
          found: one, tolerance: max(1, 0.04 * other), absolute: true), "\(rate): \(one), formula \(other)")
    }
  }

  @Test func `steps and sequences at work are those of the closed form where requests vary little`() {
    // Processor sharing with a step that all share: exact for means.
    let basis = basis(ServiceLevel(.wait, p95: .seconds(1)))
    let load = BatchLoad(basis.mix, on: Self.deployment)
    for share in [0.3, 0.6, 0.8] {
      let rate = share * load.greatestRate
      let result = basis.simulate(4, 4 * rate, warmUp: 20, 200, Streams(seed: 3, replication: 0))
      let step = result.timePerOutputToken.mean ?? 0
      #expect(
        Validation.comparison(
          .capacity, "continuous batching at \(share) of the capacity of a replica",
          "step time, s: simulated, closed form",
          expected: step, found: load.step(at: rate), tolerance: 0.08),
        "\(share): \(load.step(at: rate)), simulated \(step)")
      let atWork = (result.meanAtWork ?? 0) / 4
      #expect(
        Validation.comparison(
          .capacity, "continuous batching at \(share) of the capacity of a replica",
          "running requests: simulated, closed form", expected: atWork, found: load.atWork(at: rate), tolerance: 0.1),
        "\(share): \(load.atWork(at: rate)), simulated \(atWork)")
    }
  }

  @Test func `the closed form is near the simulation for a level of the time per token`() {
    let level = ServiceLevel(.timePerOutputToken, p95: .milliseconds(20))
    let simulated = curve(basis(level), effort: 0.2)
    let formula = CapacityCurve.closedForm(Self.deployment, lengths: Self.lengths, within: level)
    for rate in [50.0, 200, 800] {
      let (one, other) = (Double(simulated.replicas(for: rate)), Double(formula.replicas(for: rate)))
      #expect(
        Validation.comparison(
          .capacity, "continuous batching, \(rate) requests a second", "replicas: simulated, closed form",
          expected: one,
          found: other, tolerance: 0.25), "\(rate): \(one), formula \(other)")
    }
  }

  @Test(arguments: [
    (ServiceLevel.Latency.timeToFirstToken, 5, "a prompt of 145 tokens takes 0.013 s"),
    (.timePerOutputToken, 9, "a step takes 0.01 s"), (.endToEnd, 100, "28 steps of 0.01 s for an answer of 29 tokens"),
  ])
  func `a level that nobody can meet is refused with the part that is its floor`(
    latency: ServiceLevel.Latency, milliseconds: Int, part: String
  ) {
    let level = ServiceLevel(latency, p95: .milliseconds(milliseconds))
    for curve in [
      { CapacityCurve.batching(Self.deployment, lengths: Self.lengths, within: level) },
      { CapacityCurve.closedForm(Self.deployment, lengths: Self.lengths, within: level) },
    ] {
      let error = #expect(throws: InvalidValues.self) { try ValidationErrors.collecting { _ = curve() } }
      #expect(error?.description.contains(part) ?? false, "\(error?.description ?? "")")
    }
  }

  @Test func `prompts too long for the context are cut, and the curve says how many`() {
    let short = Deployment(
      "short", StepCost(base: 10, perPromptToken: 0.02, perContextToken: 1e-4, perSequence: 0.1), kvTokens: 50_000,
      contextLength: 120)
    let curve = CapacityCurve.closedForm(
      short, lengths: Self.lengths, within: ServiceLevel(.timePerOutputToken, p95: .milliseconds(20)))
    // A prompt of 50 to 150 and an answer of 10 to 30 exceed 120 in half of the cases.
    let share = curve.method.firstMatch(of: /([0-9.]+) % of prompts cut to the context/).flatMap { Double($0.1) }
    #expect(abs((share ?? 0) - 50) < 2, "\(curve.method)")
    var requests = CutRequests(
      DrawnRequests(
        RenewalArrivals.poisson(.constant(1), from: RandomStream(seed: 1, replication: 0, name: "a")),
        lengths: Self.lengths, from: Streams(seed: 1, replication: 0), named: "cut", until: 2000), for: short)
    while let request = requests.nextRequest() {
      #expect(short.limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens) == nil)
    }
  }

  @Test func `what was found is kept, and found again`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("payoff-\(UUID().uuidString)")
    CapacityCache.folder = folder.path
    defer {
      CapacityCache.folder = nil
      try? FileManager.default.removeItem(at: folder)
    }
    let basis = basis(ServiceLevel(.timePerOutputToken, p95: .milliseconds(25)))
    let found = CapacitySearch(basis: basis, effort: 0.02).find()
    let again = CapacitySearch(basis: basis, effort: 0.02)
    let kept = try #require(CapacityCache.kept(again.text))
    #expect(kept.contains { !$0.isEmpty })
    #expect(again.find().rates == found.rates && again.find().profile == found.profile)
    #expect(CapacityCache.kept(CapacitySearch(basis: basis, effort: 0.03).text) == nil)
    // A damaged file is as none.
    for file in try FileManager.default.contentsOfDirectory(
      at: folder.appendingPathComponent("capacity"), includingPropertiesForKeys: nil)
    {
      try Data("{".utf8).write(to: file)
    }
    #expect(CapacityCache.kept(again.text) == nil)
  }

  @Test func `a profile is interpolated between its loads`() {
    func point(_ rate: Double, _ atWork: Double) -> LoadProfile.Point {
      .init(
        rate: rate, atWork: atWork, busy: 1, timeToFirstToken: [atWork], timePerOutputToken: [0], endToEnd: [0],
        wait: [0])
    }
    let profile = LoadProfile(points: [point(1, 2), point(2, 4), point(4, 12)])
    #expect(profile.atWork(at: 0.5) == 1 && profile.atWork(at: 1.5) == 3 && profile.atWork(at: 3) == 8)
    #expect(profile.atWork(at: 9) == 12 && profile.value(at: 0.1) { $0.timeToFirstToken[0] } == 2)
  }
}

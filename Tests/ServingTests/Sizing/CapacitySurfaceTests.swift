import Demand
import EventSimulation
import Randomness
import Testing
import ValidationRecord

@testable import Serving

@Suite struct `Capacity with slower steps and longer requests` {
  private static let lengths = TokenLengths(input: .uniform(50, 150), output: .uniform(10, 30))
  private static let deployment = Deployment(
    "small", StepCost(base: 10, perPromptToken: 0.02, perContextToken: 1e-4, perSequence: 0.3), kvTokens: 400_000,
    contextLength: 8192)
  private static let basis = CapacityBasis(
    deployment: deployment, mix: RequestMix(lengths: lengths, gaps: .exponential),
    levels: [
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)), ServiceLevel(.timeToFirstToken, p95: .seconds(1)),
    ])
  private static let surface = CapacitySurface(basis: basis, effort: 0.3)

  /// Both levels as they are, requests of other draws.
  private func strain(_ slowness: Double, _ growth: Double, _ replicas: Int, rate: Double) -> Double {
    let here = Self.basis.slower(by: slowness).longer(by: growth)
    let result = here.simulate(
      replicas, rate, warmUp: 5000 / rate, 12_000 / rate, Streams(seed: 11, replication: 0))
    return here.strain(of: result)
  }

  @Test(arguments: [
    (0.8, 1.0), (1.3, 1), (1.7, 1), (2.5, 1), (1, 0.5), (1, 2), (1, 4), (1, 7), (1.5, 3),
  ])
  func `the highest rate is that of a simulation with the level kept, within 3 %`(slowness: Double, growth: Double) {
    let curve = Self.surface.curve(slowness: slowness, growth: growth)
    // Between two sizes that were simulated.
    let replicas = 11
    let rate = curve.highestRate(of: replicas)
    var (low, high) = (0.94 * rate, 1.06 * rate)
    for _ in 0..<4 {
      let middle = (low * high).squareRoot()
      if strain(slowness, growth, replicas, rate: middle) <= 1 { low = middle } else { high = middle }
    }
    #expect(
      Validation.comparison(
        .capacity, "\(replicas) replicas, steps \(slowness) times as long, requests \(growth) times as long",
        "highest rate within the levels, requests/s: simulated on other draws, curve",
        expected: (low * high).squareRoot(),
        found: rate, tolerance: 0.03), "\(rate), simulated \(low) to \(high)")
  }

  /// A large fleet holds thousands of requests at once: a window of some ten thousand ends before a tenth of them is answered,
  /// and would call the fleet too small.
  @Test(arguments: [12, 200])
  func `an hour needs the replicas of the curve, in small fleets and in large ones`(replicas: Int) throws {
    let patient = CapacityBasis(
      deployment: Self.deployment, mix: RequestMix(lengths: Self.lengths, gaps: .exponential),
      levels: [ServiceLevel(.timePerOutputToken, p95: .milliseconds(150))])
    let curve = CapacitySurface(basis: patient, effort: 0.3).curve(slowness: 8, growth: 4)
    let rate = curve.highestRate(of: replicas) * 0.999
    let needed = try #require(curve.needed(rate: rate, growth: 1, seed: 5))
    #expect(needed.byCurve == replicas, "rate \(rate)")
    #expect(abs(Double(needed.simulated) / Double(replicas) - 1) <= 0.04, "\(needed), rate \(rate)")
  }

  @Test func `slower steps scale time, request by request`() {
    let (one, two) = (Self.basis, Self.basis.slower(by: 2))
    let streams = Streams(seed: 5, replication: 0)
    let fast = one.simulate(3, 60, warmUp: 5, 40, streams)
    let slow = two.simulate(3, 30, warmUp: 10, 80, streams)
    #expect(fast.answered == slow.answered)
    for latency in ServiceLevel.Latency.allCases {
      let (a, b) = (fast.observations(of: latency), slow.observations(of: latency))
      for percentile in [5.0, 50, 95] {
        let (fast, slow) = (a.percentile(percentile) ?? .nan, b.percentile(percentile) ?? .nan)
        #expect(abs(slow - 2 * fast) < 1e-6, "\(latency) \(percentile): \(fast), \(slow)")
      }
    }
  }

  @Test func `where a request alone misses the level the curve says so, and keeps up with the requests`() {
    // A step alone takes 10.3 ms; six times that is above 50 ms.
    let curve = Self.surface.curve(slowness: 6, growth: 1)
    #expect(curve.isUnreachable && curve.highestRate(of: 1000) == 0)
    let busy = 100 * curve.secondsPerRequest
    #expect(busy > 0 && curve.replicas(for: 100) == Int(busy.rounded(.up)))
  }

  @Test func `the highest rate of a fleet is the inverse of the fleet of a rate`() {
    let queue = CapacityCurve.oneAtATime(
      ServiceTime(.gamma(mean: 2, variation: 0.7)), within: ServiceLevel(.wait, p95: .seconds(1)))
    for curve in [Self.surface.curve(slowness: 1, growth: 1), queue, queue.slower(by: 1.37)] {
      for replicas in [1, 2, 3, 5, 13, 40, 64, 100, 777] {
        let rate = curve.highestRate(of: replicas)
        #expect(curve.replicas(for: 0.9999 * rate) <= replicas && curve.replicas(for: 1.0001 * rate) > replicas)
      }
    }
  }

  @Test func `more slowness and longer requests never carry more`() {
    var before = Double.infinity
    for slowness in [0.7, 1, 1.4, 2, 3, 4] {
      let rate = Self.surface.curve(slowness: slowness, growth: 1).highestRate(of: 8)
      #expect(rate < before)
      before = rate
    }
    before = .infinity
    for growth in [0.5, 0.8, 1, 1.3, 2, 2.6, 4] {
      let rate = Self.surface.curve(slowness: 1, growth: growth).highestRate(of: 8)
      #expect(rate < before, "\(growth)")
      before = rate
    }
  }

  @Test func `in closed form twice as slow within a limit carries half of what half the limit allows`() {
    let curve = CapacityCurve.closedForm(
      Self.deployment, lengths: Self.lengths, within: ServiceLevel(.timePerOutputToken, p95: .milliseconds(40)))
    let stricter = CapacityCurve.closedForm(
      Self.deployment, lengths: Self.lengths, within: ServiceLevel(.timePerOutputToken, p95: .milliseconds(20)))
    for rate in [10.0, 100, 500] {
      #expect(curve.slower(by: 2).replicas(for: rate / 2) == stricter.replicas(for: rate))
    }
    #expect(curve.slower(by: 2).replicas(for: 250) > curve.replicas(for: 500))
    for scaled in [{ curve.slower(by: 0) }, { curve.longer(by: -1) }] {
      #expect(throws: InvalidValues.self) { try ValidationErrors.collecting { _ = scaled() } }
    }
  }

  @Test(arguments: [ServiceLevel.Latency.wait, .endToEnd])
  func `one at a time, slower is the formula with slower service and the same limit`(latency: ServiceLevel.Latency) {
    let level = ServiceLevel(latency, p95: .seconds(latency == .wait ? 1 : 4))
    let curve = CapacityCurve.oneAtATime(ServiceTime(.gamma(mean: 1, variation: 0.6)), within: level)
    for slowness in [0.53, 0.8, 1.07, 1.3, 1.7] {
      let exact = CapacityCurve.oneAtATime(ServiceTime(.gamma(mean: slowness, variation: 0.6)), within: level)
      for replicas in [1, 7, 50, 300] {
        let (found, expected) = (curve.slower(by: slowness).highestRate(of: replicas), exact.highestRate(of: replicas))
        #expect(abs(found / expected - 1) < 0.004, "\(slowness), \(replicas): \(found), exact \(expected)")
      }
    }
  }

  @Test func `one at a time, longer requests take as long as the deployment takes for them`() {
    let level = ServiceLevel(.wait, p95: .seconds(1))
    let curve = CapacityCurve.oneAtATime(Self.deployment, lengths: Self.lengths, within: level)
    let long = TokenLengths(input: .uniform(150, 450), output: .uniform(30, 90))
    let exact = CapacityCurve.oneAtATime(Self.deployment, lengths: long, within: level)
    for rate in [1.0, 10, 60] {
      #expect(abs(curve.longer(by: 3).replicas(for: rate) - exact.replicas(for: rate)) <= 1)
    }
  }
}

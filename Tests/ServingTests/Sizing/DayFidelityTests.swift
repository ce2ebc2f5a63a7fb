import Demand
import Randomness
import Testing
import ValidationRecord

@testable import Serving

@Suite struct `A fleet that is overloaded` {
  private static let curve = CapacityCurve.batching(
    Deployment(
      "slow", StepCost(base: 100, perPromptToken: 0.2, perContextToken: 1e-3, perSequence: 1), kvTokens: 50_000,
      contextLength: 4096),
    lengths: TokenLengths(input: .uniform(50, 150), output: .uniform(10, 30)),
    within: ServiceLevel(.timePerOutputToken, p95: .milliseconds(140)))

  @Test(arguments: [1.1, 1.3, 2])
  func `serves within the level as many as it could, where it turns the others away`(factor: Double) throws {
    let replicas = 8
    let rate = factor * Self.curve.highestRate(of: replicas)
    let day = try #require(
      Self.curve.fidelity(
        ofDay: [.init(rate: rate, replicas: replicas, paid: Double(replicas), served: 1 / factor)],
        following: .constant, boot: 0, streams: Streams(seed: 4, replication: 0)))
    #expect(day.attainmentByCurve == 1 / factor)
    #expect(day.replicaHoursSimulated == Double(replicas))
    #expect(abs(Double(day.requests) / (3600 * rate) - 1) < 0.02)
    #expect(
      Validation.comparison(
        .fidelity, "8 replicas at \(factor) times their highest rate", "share served within the level",
        expected: day.attainmentSimulated, found: 1 / factor, tolerance: 0.04))
  }
}

import Randomness
import Serving
import Testing

@testable import Demand
@testable import Experimentation

/// The smallest pools of replicas that prefill and decode apart.
@Suite struct SplitSizingTests {
  /// A prompt of 500 tokens takes 50 ms, and a token of an answer 10 ms in a batch of up to 8.
  private let deployment = Deployment(
    "both", StepCost(base: 10, perPromptToken: 0.08, perContextToken: 0, perSequence: 0.2),
    batching: .continuous(sequences: 8, tokensPerStep: 4096), kvTokens: 1 << 20, contextLength: 1 << 20)
  private let link = KVLink(bytesPerSecond: 25e9, latency: 0)

  private let pattern = RequestPattern(
    "chat", source: "made up", measuredRate: 1,
    .drawn(.constant, .exponential, TokenLengths(input: .constant(500), output: .exponential(mean: 40))))

  private func sizing(_ levels: [ServiceLevel]) throws -> FleetSizing {
    try FleetSizing(deployment, pattern: pattern, levels: levels, windows: 6, requestsOfWindow: 400, seed: 3)
  }

  private func split(_ pools: SplitSizing.Pools) -> PrefillDecodeSplit {
    PrefillDecodeSplit(prefill: pools.prefill, decode: pools.decode, link: link, bytesPerToken: 131_072)
  }

  /// Against all pairs of as many replicas and fewer, each decided as the search decides.
  @Test(arguments: [(30.0, 200, 30), (60, 400, 20), (60, 150, 60)])
  func `no pair of fewer replicas holds`(_ rate: Double, _ first: Int64, _ each: Int64) throws {
    let levels = [
      ServiceLevel(.timeToFirstToken, p95: .milliseconds(first)),
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(each)),
    ]
    let sizing = try sizing(levels)
    let answer = try SplitSizing(sizing, split(.init(prefill: 1, decode: 1))).leastPools(at: rate)
    func holds(_ pools: SplitSizing.Pools) throws -> Bool {
      var count = 6
      while true {
        let windows = try sizing.simulate(
          ReplicaPool(deployment.splitting(split(pools)), replicas: 1), rate, answer.warmUp, 0..<count)
        let look = SizingLook(replicas: pools.replicas, rate: rate, levels, windows)
        if look.verdict != .unsure || count >= 24 { return look.verdict == .holds }
        count *= 2
      }
    }
    let found = answer.pools
    #expect(try holds(found) && answer.look?.verdict == .holds)
    var least: Int?
    for total in 2...found.replicas where least == nil {
      for prefill in 1..<total where try holds(.init(prefill: prefill, decode: total - prefill)) { least = total }
    }
    #expect(least == found.replicas, "\(found)")
    // A prefill takes 50 ms: fewer replicas than that could not carry the prompts.
    #expect(Double(found.prefill) >= rate * 0.05)
  }

  @Test func `levels that no pools meet are refused`() throws {
    let sizing = try sizing([ServiceLevel(.timePerOutputToken, p95: .microseconds(10_250))])
    #expect {
      _ = try SplitSizing(sizing, split(.init(prefill: 1, decode: 1)), upTo: 64).leastPools(at: 300)
    } throws: { "\($0)".contains("no pools of up to 64 replicas of either kind meet") }
  }
}

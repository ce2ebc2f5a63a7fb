import Demand
import Randomness
import Testing

@testable import Serving

@Suite struct `Short of memory` {
  /// Memory for two requests and a bit, and eight hundred that come at once.
  @Test(arguments: BatchingRule.Resumption.allCases)
  func `every request comes to its end, whatever is taken away`(resumption: BatchingRule.Resumption) {
    let random = RandomStream(seed: 4, replication: 0, name: "lengths")
    let requests = (0..<800).map {
      RequestTrace.Request(
        arrival: 0.001 * Double($0), inputTokens: 1 + random.index(below: 300),
        outputTokens: 1 + random.index(below: 300))
    }
    let deployment = Deployment(
      "tight", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05),
      batching: .continuous(sequences: 64, resumption: resumption), kvTokens: 1296, contextLength: 4096)
    let (run, results) = results(of: requests, on: deployment)
    let work = run.replicas[0]
    #expect(results.count == 800 && run.refused == 0)
    #expect(work.preemptions > 400 && work.peakMemory == 1)
    #expect(results.reduce(0) { $0 + $1.preemptions } == work.preemptions)
    let once = results.reduce(0) { $0 + $1.inputTokens + $1.outputTokens - 1 }
    #expect(work.tokens == once + work.recomputedTokens && work.recomputedTokens > 0)
    #expect(results.allSatisfy { $0.queue <= $0.timeToFirstToken && $0.timeToFirstToken <= $0.endToEnd })
  }

  @Test func `memory that suffices is never taken away`() {
    let requests = (0..<50).map { RequestTrace.Request(arrival: Double($0) * 0.01, inputTokens: 100, outputTokens: 60) }
    let enough = Deployment(
      "enough", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05), kvTokens: 50 * 160,
      contextLength: 4096)
    let (run, _) = results(of: requests, on: enough)
    #expect(run.preemptions == 0 && run.peakMemory <= 1 && run.peakMemory > 0.3)
  }
}

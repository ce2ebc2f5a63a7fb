import Demand
import Randomness
import Testing
import ValidationRecord

@testable import Serving

@Suite struct `Steps taken many at once` {
  /// A deployment and its requests, from crowded to idle, short of memory or not, under any rule and either clock.
  private struct Case {
    let deployment: Deployment
    let requests: [RequestTrace.Request]

    init(_ random: RandomStream) {
      func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.index(below: range.count) }
      func pick<T>(_ options: [T]) -> T { options[random.index(below: options.count)] }
      let clock = pick(StepClock.allCases)
      // Costs that are sums of few bits make arrivals fall on the ends of steps.
      let isRound = random.uniform() < 0.4
      func milliseconds(_ most: Double) -> Double {
        pick([0, 1, 1]) * most * (isRound ? pick([0.25, 0.5, 1]) : random.uniform())
      }
      let sequences = whole(1...12)
      let blockTokens = pick([1, 4, 16, 32])
      let (longestPrompt, longestAnswer) = (pick([1, 40, 300]), pick([1, 12, 90]))
      let resumption = pick(BatchingRule.Resumption.allCases)
      let rule = pick([
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption),
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption),
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption),
        .continuous(
          sequences: sequences, tokensPerStep: 400 + whole(0...pick([1, 60, 500])), chunksPrompts: false,
          resumption: resumption),
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption,
          prefixCaching: true),
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption,
          prefixCaching: true),
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption,
          prefixCaching: pick([true, false]), scheduler: pick(BatchingRule.Scheduler.allCases), preemption: .priority),
        .continuous(
          sequences: sequences, tokensPerStep: sequences + whole(0...pick([1, 60, 500])), resumption: resumption,
          scheduler: .priority, preemption: pick(BatchingRule.Preemption.allCases)),
        BatchingRule.oneAtATime, .fixed(sequences: sequences), .promptsOnly(sequences: sequences, tokensPerStep: 40),
      ])
      let least = (longestPrompt + longestAnswer + blockTokens) / blockTokens
      deployment = Deployment(
        "case",
        StepCost(
          base: isRound ? 8 : 1 + 10 * random.uniform(), perPromptToken: milliseconds(0.5),
          perPromptPair: milliseconds(0.002), perContextToken: milliseconds(0.03), perSequence: milliseconds(0.5),
          promptAttention: pick(StepCost.PromptAttention.allCases)),
        overheads: random.uniform() < 0.7
          ? .none : FixedOverheads(beforeQueue: pick([0, 0.003]), perToken: 0.0001, atEnd: 0.002),
        batching: rule, kvTokens: blockTokens * (least + whole(0...pick([2, 20, 20, 400]))), blockTokens: blockTokens,
        contextLength: 400, clock: clock)
      let gap = pick([0.001, 0.03, 0.3, 2])
      var now = 0.0
      requests = (0..<whole(1...40)).map { _ in
        if random.uniform() < 0.9 { now += random.exponential(mean: gap) }
        let grain = isRound ? 4000 : clock == .microseconds ? 1e6 : 1e9
        var request = RequestTrace.Request(
          arrival: (now * grain).rounded() / grain,
          inputTokens: whole(1...longestPrompt), outputTokens: whole(0...longestAnswer))
        if rule.prefixCaching, random.uniform() < 0.8 {
          // Some share a little of a prefix, some all of their prompt.
          let tokens = pick([request.inputTokens / 2, request.inputTokens * 3 / 4, request.inputTokens])
          request.content = .group(whole(0...3), tokens: tokens)
        }
        request.serviceClass = pick([.critical, .standard, .standard, .batch])
        return request
      }
    }
  }

  @Test(arguments: 0..<4)
  func `every request and every count is as when each step is taken on its own`(part: Int) {
    var (preempted, recomputed, ties, differing, cached) = (0, 0, 0, 0, 0)
    for number in 0..<120 {
      let random = RandomStream(seed: UInt64(part), replication: number, name: "case")
      let example = Case(random)
      let stepped = SteppedReplica(example.deployment, serving: example.requests)
      let (run, results) = results(of: example.requests, on: example.deployment)
      let work = run.replicas[0]
      let name: Comment = "case \(number) of part \(part): \(example.deployment.batching)"
      let expected = stepped.results.sorted { $0.number < $1.number }
      let different = zip(results, expected).first { $0 != $1 }
      if different != nil || results.count != expected.count { differing += 1 }
      #expect(different == nil && results.count == expected.count, name)
      #expect(results.count == example.requests.count, name)
      #expect(work.steps == stepped.steps && work.sequenceSteps == stepped.sequenceSteps, name)
      #expect(work.tokens == stepped.tokens && work.recomputedTokens == stepped.recomputedTokens, name)
      #expect(work.preemptions == stepped.preemptions && work.peakBlocks == stepped.peakBlocks, name)
      // Every token of an admitted request is worked on once, but for those worked on again and those behind the ends.
      if !example.deployment.batching.prefixCaching {
        let once = results.reduce(0) { $0 + $1.inputTokens + $1.outputTokens - 1 }
        #expect(work.tokens == once + work.recomputedTokens + work.paddingTokens, name)
      }
      cached += work.cachedTokens
      preempted += work.preemptions
      recomputed += work.recomputedTokens
      ties += zip(example.requests, example.requests.dropFirst()).reduce(0) {
        $0 + ($1.0.arrival == $1.1.arrival ? 1 : 0)
      }
    }
    #expect(
      Validation.agreement(
        .requestCases, "random cases: number that differ from a replica simulated step by step",
        with: "the same rules, step by step", figures: 120, worst: Double(differing), within: 0))
    // The cases are such that memory runs short and requests come together.
    #expect(preempted > 100 && recomputed > 1000 && ties > 50 && cached > 1000)
  }
}

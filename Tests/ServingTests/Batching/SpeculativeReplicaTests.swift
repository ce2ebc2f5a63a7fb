import Demand
import EventSimulation
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

/// Replicas that serve with drafts of a small model.
@Suite struct `Speculative decoding in a replica` {
  private static let draft = StepCost(base: 0.8, perPromptToken: 0.003, perContextToken: 6e-6, perSequence: 0.002)
  private static let large = StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307)
  private let streams = Streams(seed: 7, replication: 0)

  private func deployment(
    _ cost: StepCost, sequences: Int = 64, kvTokens: Int = 10_000_000, prefixCaching: Bool = false
  ) -> Deployment {
    Deployment(
      "ours", cost, batching: .continuous(sequences: sequences, tokensPerStep: 8192, prefixCaching: prefixCaching),
      kvTokens: kvTokens, contextLength: 100_000)
  }

  private func serve(_ requests: [(arrival: Double, input: Int, output: Int)], on deployment: Deployment)
    -> (ServingResult, [RequestResult])
  {
    var answers: [RequestResult] = []
    let requests = requests.map {
      InferenceRequest(arrival: $0.arrival, inputTokens: $0.input, outputTokens: $0.output)
    }
    let result = ServingFleet(ReplicaPool(deployment)).serve(
      ListedRequests(requests), streams,
      observer: { if case .answered(let answer) = $0 { answers.append(answer) } })
    return (result, answers.sorted { $0.number < $1.number })
  }

  /// The prefill takes 10 + 16·0.1 ms and the draft's 1 ms. A step takes three drafts of 1 ms, and 10 ms with three drafted
  /// tokens of 0.1 ms. The 8 tokens after the first are two steps of four where all drafts are accepted, else eight.
  @Test(arguments: [(1.0, 2), (0, 8)]) func `an answer alone takes what a hand calculation says`(
    _ acceptance: Double, _ steps: Int
  ) {
    let cost = StepCost(base: 10, perPromptToken: 0.1, perContextToken: 0, perSequence: 0)
    let draft = StepCost(base: 1, perPromptToken: 0, perContextToken: 0, perSequence: 0)
    let drafting = deployment(cost).speculating(SpeculativeDecoding(drafting: 3, acceptance: acceptance, by: draft))
    let (result, answers) = serve([(0, 16, 9)], on: drafting)
    #expect(abs(answers[0].timeToFirstToken - 0.0126) < 1e-9)
    #expect(abs(answers[0].endToEnd - (0.0126 + Double(steps) * 0.0133)) < 1e-9)
    #expect(result.outputTokens == 9 && result.replicas[0].draftedSteps == steps)
    #expect(result.tokensPerDraftedStep == 8 / Double(steps))
  }

  /// Every draft is refused at next to no cost: what remains is a replica without drafts.
  @Test func `drafts that are refused and cost nothing leave every answer as it is`() {
    let cost = StepCost(base: 10, perPromptToken: 0, perContextToken: 0, perSequence: 0.05)
    let nothing = StepCost(base: 1e-6, perPromptToken: 0, perContextToken: 0, perSequence: 0)
    let lengths = streams.stream("lengths")
    let requests = (0..<400).map {
      (arrival: 0.05 * Double($0), input: 1 + Int(900 * lengths.uniform()), output: 1 + Int(150 * lengths.uniform()))
    }
    let plain = deployment(cost, sequences: 16)
    let (_, expected) = serve(requests, on: plain)
    let (result, found) = serve(
      requests, on: plain.speculating(SpeculativeDecoding(drafting: 1, acceptance: 0, by: nothing)))
    #expect(result.answered == 400 && result.tokensPerDraftedStep == 1)
    for (one, other) in zip(expected, found) {
      #expect(abs(one.endToEnd - other.endToEnd) < 1e-4 && abs(one.timeToFirstToken - other.timeToFirstToken) < 1e-4)
    }
  }

  /// 500 answers of each length and draft of the table; the mean lies within 4 standard errors.
  @Test func `answers take the mean number of steps of the exact recursion`() throws {
    let table = try ReferenceData.table("serving/speculative-steps.csv")
    var worst = 0.0
    for row in table.rows.indices {
      func figure(_ name: String) throws -> Double { try table.numbers(name)[row] }
      let tokens = Int(try figure("output_tokens"))
      let drafting = deployment(Self.large).speculating(
        SpeculativeDecoding(
          drafting: Int(try figure("draft_tokens")), acceptance: try figure("acceptance"), by: Self.draft))
      let count = 500
      let (result, _) = serve((0..<count).map { (0.01 * Double($0), 32, tokens) }, on: drafting)
      #expect(result.answered == count && result.outputTokens == count * tokens)
      let mean = Double(result.replicas[0].draftedSteps) / Double(count)
      let error = try figure("steps_sd") / Double(count).squareRoot()
      let expected = try figure("steps_mean")
      #expect(abs(mean - expected) <= 4 * error + 1e-8, "row \(row): \(mean), expected \(expected) ± \(4 * error)")
      if error > 0 { worst = max(worst, abs(mean - expected) / error) }
    }
    #expect(worst > 0 && worst < 4)
  }

  @Test(arguments: [false, true]) func `where memory is scarce all are answered, and no block is lost`(
    prefixCaching: Bool
  ) {
    let drafting = deployment(Self.large, kvTokens: 4096, prefixCaching: prefixCaching)
      .speculating(SpeculativeDecoding(drafting: 5, acceptance: 0.7, by: Self.draft))
    let lengths = streams.stream("lengths")
    let requests = (0..<3000).map {
      (arrival: 0.05 * Double($0), input: 1 + Int(600 * lengths.uniform()), output: 1 + Int(300 * lengths.uniform()))
    }
    let (result, answers) = serve(requests, on: drafting)
    // 256 blocks: a block lost with each tenth request would leave none.
    #expect(result.answered == 3000 && result.preemptions > 100 && result.peakMemory <= 1)
    #expect(zip(answers, requests).allSatisfy { $0.outputTokens == $1.output && $0.inputTokens == $1.input })
  }

  /// A batch that begins together, beside the calculation for its mean context.
  @Test(arguments: [(1, 0.7), (16, 0.7), (256, 0.3)]) func `it gains alone and loses in a large batch`(
    _ count: Int, _ acceptance: Double
  ) {
    let speculation = SpeculativeDecoding(drafting: 4, acceptance: acceptance, by: Self.draft)
    let plain = Deployment(
      "ours", Self.large, batching: .continuous(sequences: 256, tokensPerStep: 1 << 20), kvTokens: 10_000_000,
      contextLength: 100_000)
    let requests = (0..<count).map { _ in (arrival: 0.0, input: 1000, output: 1001) }
    func time(_ deployment: Deployment) -> Double {
      serve(requests, on: deployment).0.timePerOutputToken.mean ?? .nan
    }
    let speedup = time(plain) / time(plain.speculating(speculation))
    let expected = speculation.speedup(of: Self.large, sequences: Double(count), context: 1500 * Double(count))
    #expect(abs(speedup / expected - 1) < 0.06, "\(speedup), by the calculation \(expected)")
    #expect((speedup > 1) == (acceptance > 0.5))
  }

  @Test func `what it is not simulated with is refused`() {
    let speculation = SpeculativeDecoding(drafting: 4, acceptance: 0.7, by: Self.draft)
    let rules: [(BatchingRule, String)] = [
      (.fixed(sequences: 4), "continuous batching"), (.promptsOnly(), "continuous batching"),
      (.continuous(preemption: .priority), "preemption of the last"),
      (.continuous(resumption: .startOver), "go on where they were"),
    ]
    for (rule, words) in rules {
      #expect {
        try ValidationErrors.collecting {
          _ = Deployment(
            "ours", Self.large, batching: rule, kvTokens: 10_000, contextLength: 8192, speculation: speculation)
        }
      } throws: {
        "\($0)".contains(words)
      }
    }
  }
}

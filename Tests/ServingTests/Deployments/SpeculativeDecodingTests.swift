import Foundation
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

/// Speculative decoding, against the exact moments of its steps and the limits that they have.
@Suite struct SpeculativeDecodingTests {
  private static let draft = StepCost(base: 0.8, perPromptToken: 0.003, perContextToken: 6e-6, perSequence: 0.002)
  private static let large = StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307)

  @Test func `the steps of an answer have their exact mean and deviation`() throws {
    let table = try ReferenceData.table("serving/speculative-steps.csv")
    var (worst, worstLimit) = (0.0, 0.0)
    for row in table.rows.indices {
      func figure(_ name: String) throws -> Double { try table.numbers(name)[row] }
      let speculation = SpeculativeDecoding(
        drafting: Int(try figure("draft_tokens")), acceptance: try figure("acceptance"), by: Self.draft)
      let steps = speculation.steps(forAnswerOf: Int(try figure("output_tokens")))
      worst = max(
        worst, abs(steps.mean - (try figure("steps_mean"))), abs(steps.deviation - (try figure("steps_sd"))))
      worstLimit = max(worstLimit, abs(speculation.tokensPerStep - (try figure("tokens_per_step_limit"))))
    }
    // The figures have nine decimals.
    #expect(
      Validation.agreement(
        .capacity, "steps of speculative decoding, mean and deviation", with: "an exact recursion in Python",
        figures: 2 * table.rows.count, worst: worst, within: 1e-8))
    #expect(
      Validation.agreement(
        .capacity, "tokens of a speculative step", with: "an exact recursion in Python", figures: table.rows.count,
        worst: worstLimit, within: 1e-8))
  }

  @Test(arguments: [(1, 0.5, 16), (4, 0.7, 64), (7, 0.9, 256)])
  func `steps that are drawn have these moments`(_ drafted: Int, _ acceptance: Double, _ tokens: Int) {
    let speculation = SpeculativeDecoding(drafting: drafted, acceptance: acceptance, by: Self.draft)
    let expected = speculation.steps(forAnswerOf: tokens)
    let stream = Streams(seed: 5, replication: 0).stream("drafts")
    let count = 20_000
    let drawn = (0..<count).map { _ in Double(speculation.drawSteps(forAnswerOf: tokens, from: stream)) }
    let mean = drawn.reduce(0, +) / Double(count)
    #expect(abs(mean - expected.mean) < 4 * expected.deviation / Double(count).squareRoot())
    let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    #expect(abs(variance.squareRoot() / expected.deviation - 1) < 0.05)
  }

  @Test func `with drafts that are all refused or all accepted the steps are known`() {
    for drafted in 1...8 {
      for tokens in [1, 2, 9, 100] {
        let refused = SpeculativeDecoding(drafting: drafted, acceptance: 0, by: Self.draft).steps(forAnswerOf: tokens)
        #expect(refused == (Double(tokens - 1), 0))
        let accepted = SpeculativeDecoding(drafting: drafted, acceptance: 1, by: Self.draft).steps(forAnswerOf: tokens)
        #expect(accepted == (Double((tokens - 1 + drafted) / (drafted + 1)), 0))
      }
    }
    // The second token of a draft is accepted only where the first is.
    let uneven = SpeculativeDecoding(acceptance: [0.8, 0.5], by: Self.draft)
    #expect(abs(uneven.tokensPerStep - (1 + 0.8 + 0.4)) < 1e-12)
    #expect(zip(uneven.tokenChances, [0.2, 0.4, 0.4]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func `it gains alone, and loses in a large batch`() {
    let speculation = SpeculativeDecoding(drafting: 4, acceptance: 0.7, by: Self.draft)
    func speedup(_ sequences: Double) -> Double {
      speculation.speedup(of: Self.large, sequences: sequences, context: 1000 * sequences)
    }
    // By hand: (1 + 0.7 + 0.49 + 0.343 + 0.2401) · (12.4 + 0.0307 + 0.08) / (12.5107 + 4 · 0.0443 + 4 · (0.8 + 0.002 + 0.006)).
    #expect(abs(speedup(1) - 2.7731 * 12.5107 / (12.5107 + 0.1772 + 3.232)) < 1e-9)
    #expect(speedup(1) > 2)
    let batches = [1, 4, 16, 64, 256, 1024].map(speedup)
    #expect(zip(batches, batches.dropFirst()).allSatisfy { $0 > $1 })
    let cheap = SpeculativeDecoding(drafting: 4, acceptance: 0.3, by: Self.draft)
    #expect(cheap.speedup(of: Self.large, sequences: 512, context: 256_000) < 1)
  }

  @Test func `what cannot be is refused`() {
    for (body, words) in [
      ({ _ = SpeculativeDecoding(drafting: 0, acceptance: 0.5, by: Self.draft) }, "from 1 to 64 tokens"),
      ({ _ = SpeculativeDecoding(drafting: 4, acceptance: 1.2, by: Self.draft) }, "between 0 and 1"),
      ({ _ = SpeculativeDecoding(acceptance: [0.5, .nan], by: Self.draft) }, "at position 2"),
      ({ _ = SpeculativeDecoding(acceptance: [], by: Self.draft) }, "from 1 to 64 tokens"),
    ] as [(() -> Void, String)] {
      #expect {
        try ValidationErrors.collecting(body)
      } throws: {
        "\($0)".contains(words)
      }
    }
  }
}

import Testing
import ValidationRecord

@testable import Serving

/// Clusters that serve DeepSeek's mixture, as their owners publish them. The model of steps is not fitted to any of them.
///
/// Sources: deepseek-ai/open-infra-index, the day of 2025-02-27; lmsys.org of 2025-05-05 (SGLang) and 2025-09-26 (Ant's H20,
/// which verifies two tokens a step, as the log in sglang pull request 11854 shows).
@Suite struct PublishedClustersTests {
  /// The deployment without deviations of its own: what would be predicted if nothing of the kind were measured.
  private static func formula(_ gpu: String, tensor: Int = 1, data: Int) throws -> StepFormula {
    let shared =
      (StepCostCoefficients.deviations["gpu \(gpu)"] ?? .init())
      + (StepCostCoefficients.deviations["model deepseek-v3"] ?? .init())
    return DeploymentPrediction(
      try ModelShape.named("deepseek-v3", for: ""), try GPUSheet.named(gpu, for: ""), .fp8, .sglang, tensor: tensor,
      data: data, deviations: shared
    ).formula
  }

  /// Tokens a second and GPU of decoding with so many answers on each GPU.
  ///
  /// - `verified`: tokens that a step verifies; each beyond one is drafted, which takes 9.7 % of the floors.
  /// - `accepted`: tokens of an answer that a step brings.
  private static func decoding(
    _ gpu: String, data: Int, answers: Double, context: Double, verified: Double = 1, accepted: Double = 1
  ) throws -> Double {
    let formula = try formula(gpu, data: data)
    let all = answers * Double(data)
    let reading = formula.dense + formula.expert * formula.touched(all * verified)
    let computing = all * verified * formula.answerToken
    let step =
      formula.base * (1 + 0.097 * (verified - 1)) + (reading * reading + computing * computing).squareRoot()
      + all * (formula.kv(at: context) + formula.sequence)
    return 1000 * answers * accepted / step
  }

  /// Tokens a second and GPU of steps that work on prompts alone, with 8192 tokens for each copy of the attention.
  private static func prefilling(_ gpu: String, tensor: Int, data: Int, prompt: Double) throws -> Double {
    let formula = try formula(gpu, tensor: tensor, data: data)
    let tokens = Double(data) * max((8192 / prompt).rounded(.down), 1) * prompt
    let step = formula.milliseconds(answers: 0, context: 1, promptTokens: tokens, pairs: tokens * prompt / 2)
    return 1000 * tokens / step / Double(tensor * data)
  }

  private static func deepSeekDecoding() throws -> Double {
    // 14 800 tokens a second and node, 47.6 ms a token.
    try decoding("h800", data: 144, answers: 1850 * 0.0476, context: 4989)
  }

  @Test func `decoding in large clusters is within 15 % of what is published`() throws {
    let found = [
      ("DeepSeek's H800s, 144 a unit", 1850.0, try Self.deepSeekDecoding()),
      ("SGLang on 72 H100s", 2787.5, try Self.decoding("h100", data: 72, answers: 256, context: 2000)),
      (
        "Ant's H20s, 16 a unit, two tokens verified", 675.5,
        try Self.decoding("h20", data: 16, answers: 32, context: 5000, verified: 2, accepted: 1.92)
      ),
    ]
    for (name, published, predicted) in found {
      #expect(
        Validation.comparison(
          .measuredServers, name, "decoding DeepSeek V3, tokens/s a GPU: published, predicted", expected: published,
          found: predicted, tolerance: 0.15), "\(name): \(predicted), published \(published)")
    }
  }

  /// Prompts are known worse than answers: the share of peak that they reach is fitted to servers of eight GPUs.
  @Test func `prefill in large clusters is within 40 % of what is published`() throws {
    let found = [
      (
        "DeepSeek's H800s, 32 a unit, tokens that are not in the cache", 4026.0,
        try Self.prefilling("h800", tensor: 1, data: 32, prompt: 4096)
      ),
      ("SGLang on 32 H100s", 6537.5, try Self.prefilling("h100", tensor: 1, data: 32, prompt: 2000)),
      ("Ant's H20s, 8 a unit", 2062.5, try Self.prefilling("h20", tensor: 8, data: 1, prompt: 4096)),
    ]
    for (name, published, predicted) in found {
      #expect(
        Validation.comparison(
          .measuredServers, name, "prefill of DeepSeek V3, tokens/s a GPU: published, predicted", expected: published,
          found: predicted, tolerance: 0.4), "\(name): \(predicted), published \(published)")
    }
  }

  /// 608 billion tokens of prompts, 342 of them found in the cache on disk, and 168 billion of answers.
  @Test func `DeepSeek's day takes as many nodes as are published, within 15 %`() throws {
    let prompts = (608e9 - 342e9) / 86_400 / (8 * (try Self.prefilling("h800", tensor: 1, data: 32, prompt: 4096)))
    let answers = 168e9 / 86_400 / (8 * (try Self.deepSeekDecoding()))
    #expect(
      Validation.comparison(
        .measuredServers, "DeepSeek's day of 2025-02-27", "mean nodes of eight H800s: published, predicted",
        expected: 226.75, found: prompts + answers, tolerance: 0.15), "\(prompts) and \(answers) nodes")
  }
}

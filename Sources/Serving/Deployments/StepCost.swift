import Randomness

/// The cost of one step of a model on its GPUs. A step prefills prompts, decodes one token of each answer, or both.
///
/// ```swift
/// let cost = StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307)
/// cost.milliseconds(promptTokens: 500, context: 20_000, sequences: 17)
/// ```
/// A step takes `base + perPromptToken·P + perPromptPair·A + perContextToken·C + perSequence·n` milliseconds:
/// - P is the number of prompt tokens;
/// - A is the number of pairs in the attention of the prompts: the sum of chunk·(before + chunk/2) over the chunks, where
///   `before` is the number of the prompt's tokens ahead of the chunk; it matters where prompts are long;
/// - C is the number of tokens of context of the running answers, including the tokens of this step;
/// - n is the number of sequences, prompts and answers.
public struct StepCost: Sendable, Hashable {
  /// Which tokens of a prompt the attention of a chunk covers.
  public enum PromptAttention: String, Sendable, Hashable, CaseIterable {
    /// Those before it and half of its own: causal attention.
    case before
    /// All, and half of its own again, so that A sums chunk·(prompt + chunk/2): as inference-sim counts it.
    case whole
  }

  /// Milliseconds of every step: the weights are read once for all sequences.
  public let base: Double
  /// Milliseconds per prompt token.
  public let perPromptToken: Double
  /// Milliseconds per pair of prompt tokens.
  public let perPromptPair: Double
  /// Milliseconds per context token.
  public let perContextToken: Double
  /// Milliseconds per sequence.
  public let perSequence: Double
  /// How pairs of prompt tokens are counted.
  public let promptAttention: PromptAttention

  /// A cost from coefficients in milliseconds.
  public init(
    base: Double, perPromptToken: Double, perPromptPair: Double = 0, perContextToken: Double, perSequence: Double,
    promptAttention: PromptAttention = .before, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.base = base
    self.perPromptToken = perPromptToken
    self.perPromptPair = perPromptPair
    self.perContextToken = perContextToken
    self.perSequence = perSequence
    self.promptAttention = promptAttention
    let coefficients = [
      ("base", base), ("perPromptToken", perPromptToken), ("perPromptPair", perPromptPair),
      ("perContextToken", perContextToken), ("perSequence", perSequence),
    ]
    for (name, value) in coefficients where !(value >= 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "StepCost(\(name): \(value.shortest))", "a coefficient is a number of milliseconds, at least 0",
          location: "\(file):\(line)"))
    }
    if base + perSequence == 0 {
      ValidationErrors.report(
        InvalidValue(
          "StepCost(base: 0, perSequence: 0)", "a step takes some time, whatever it works on",
          remedy: "give the time in which the GPU reads the weights as the base", location: "\(file):\(line)"))
    }
  }

  /// The cost with all coefficients multiplied by a factor.
  func times(_ factor: Double) -> StepCost {
    StepCost(
      base: base * factor, perPromptToken: perPromptToken * factor, perPromptPair: perPromptPair * factor,
      perContextToken: perContextToken * factor, perSequence: perSequence * factor, promptAttention: promptAttention)
  }

  /// The milliseconds of a step.
  ///
  /// - `promptTokens`: prompt tokens in the step.
  /// - `promptPairs`: their pairs, as ``pairs(piece:after:of:)`` counts them.
  /// - `context`: tokens of context of the running answers, the new ones included.
  /// - `sequences`: sequences in the step, prompts and answers.
  public func milliseconds(
    promptTokens: Double = 0, promptPairs: Double = 0, context: Double = 0, sequences: Double
  ) -> Double {
    base + perPromptToken * promptTokens + perPromptPair * promptPairs + perContextToken * context
      + perSequence * sequences
  }

  /// The pairs of tokens in a chunk of a prompt that follows `before` of its tokens.
  public func pairs(piece: Double, after before: Double, of prompt: Double) -> Double {
    piece * ((promptAttention == .before ? before : prompt) + piece / 2)
  }

  /// The seconds of a request that runs alone: its prompt in one step, which ends with the first token, and a step for each
  /// further token.
  public func secondsAlone(inputTokens input: Double, outputTokens output: Double) -> Double {
    let steps = max(output, 1) - 1
    let prompt = milliseconds(
      promptTokens: input, promptPairs: pairs(piece: input, after: 0, of: input), sequences: 1)
    // The context grows from input + 1 by a token a step.
    let context = steps * input + steps * (steps + 1) / 2
    return (prompt + steps * (base + perSequence) + perContextToken * context) / 1000
  }
}
